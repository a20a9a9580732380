namespace AccountLinking.Configuration.Checks;

/// <summary>All settings that there are.</summary>
internal static class SettingsSections
{
    public static SettingsSection<Auth0Options> Auth0 { get; } = new(Auth0Options.Section, static (options, around) => [.. SettingsProblems.Of(options), .. around.AreInAzure ? PublicSecrets.In(options) : []]);

    public static SettingsSection<WebhooksOptions> Webhooks { get; } = new(
        WebhooksOptions.Section, static (options, around) => [.. SettingsProblems.Of(options), .. around.AreInAzure ? PublicSecrets.In(options) : []]);

    public static SettingsSection<LinkingOptions> Linking { get; } = new(
        LinkingOptions.Section, static (options, around) => [.. SettingsProblems.Of(options), .. around.AreInAzure ? PublicSecrets.In(options) : []]);

    public static SettingsSection<CrmOptions> Crm { get; } = new(CrmOptions.Section, static (options, around) =>
    {
        // Whoever has set it to something wants a CRM.
        options.Enabled |= around.IsUnread("Crm:Enabled");
        return [.. SettingsProblems.Of(options), .. around.AreInAzure ? PublicSecrets.In(options) : []];
    });

    public static SettingsSection<JournalOptions> Journal { get; } = new(
        JournalOptions.Section,
        static (options, around) =>
            [.. SettingsProblems.Of(options, around.AreInAzure, isKindKnown: !around.IsUnread("Journal:Kind")), .. around.AreInAzure ? PublicSecrets.In(options) : []]);

    public static SettingsSection<SelfServiceOptions> SelfService { get; } = new(SelfServiceOptions.Section, static (options, around) =>
        [.. SettingsProblems.Of(options, around.ServesPeople), .. around.AreInAzure ? PublicSecrets.In(options) : []]);

    public static SettingsSection<KeyVaultOptions> KeyVault { get; } = new(KeyVaultOptions.Section, static (options, _) => SettingsProblems.Of(options));

    public static IReadOnlyList<SettingsSection> All { get; } = [Auth0, Webhooks, Linking, Crm, Journal, SelfService, KeyVault];
}

using System.Net;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>Whom the document's examples are about.</summary>
internal static class People
{
    public const string New = "oidc|swedish-bankid|8c0f7a31";
    public const string Bo = "google-oauth2|108204268033311374519";
    public const string AstridsGoogle = "google-oauth2|117204268033311374520";

    /// <summary>Somebody's younger account.</summary>
    public const string Young = "auth0|6730a1b2c3d4e5f60718293a";

    /// <summary>Of the seed, with a number.</summary>
    public const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string Number = "193110209289";
    private const string OtherNumber = "198208273584";
    private const string BosAddress = "\"email\": \"bo.ek@example.com\"";

    /// <summary>Astrid, who signs in with BankID for the first time.</summary>
    public static Task InsertNewcomerAsync(ExampleScene scene) => InsertNewcomerAsync(scene, string.Empty);

    public static Task InsertNewcomerAsync(ExampleScene scene, string more) => InsertNewcomerAsync(scene, Number, more);

    public static Task InsertSomebodyElseAsync(ExampleScene scene) => InsertNewcomerAsync(scene, OtherNumber, string.Empty);

    public static Task InsertWithOtherNumberAsync(ExampleScene scene) => InsertNewcomerAsync(scene, $$""", "app_metadata": {"userSocialSecurityNumber": "{{OtherNumber}}"}""");

    public static Task InsertWithNumberAsync(ExampleScene scene, string number) => InsertNewcomerAsync(scene, number, string.Empty);

    public static Task InsertSecondAsync(ExampleScene scene) =>
        scene.Client.InsertUserAsync($$"""{"user_id": "{{Young}}", "created_at": "2026-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");

    /// <summary>Who has signed in with BankID, and is of a database that the settings do not know.</summary>
    public static Task InsertLegacyAsync(ExampleScene scene) => scene.Client.InsertUserAsync($$$"""
        {"user_id": "{{{Young}}}", "created_at": "2026-11-20T08:00:00.000Z", "identities": [
          {"provider": "auth0", "user_id": "6730a1b2c3d4e5f60718293a", "connection": "Legacy-Customers"},
          {"provider": "oidc", "user_id": "swedish-bankid|8c0f7a31", "connection": "swedish-bankid", "profileData": {"ssn": "{{{Number}}}"}}]}
        """);

    public static Task InsertWithTwoPhonesAsync(ExampleScene scene) => scene.Client.InsertUserAsync($$$"""
        {"user_id": "{{{Young}}}", "identities": [
          {"provider": "auth0", "user_id": "6730a1b2c3d4e5f60718293a", "connection": "Username-Password-Authentication"},
          {"provider": "sms", "user_id": "1", "connection": "sms", "profileData": {"phone_number": "+46701740607"}},
          {"provider": "sms", "user_id": "2", "connection": "sms", "profileData": {"phone_number": "+46701740608"}}]}
        """);

    /// <summary>Somebody with the address of Bo, who signs in with Google.</summary>
    public static Task InsertBosOtherAsync(ExampleScene scene, string more = ", \"email_verified\": true") =>
        scene.Client.InsertUserAsync($$"""{"user_id": "{{Young}}", "created_at": "2026-01-01T00:00:00.000Z", {{BosAddress}}{{more}} }""");

    /// <summary>Bo as he is in the seed, and with a second factor.</summary>
    public static async Task GiveBoSecondFactorAsync(ExampleScene scene)
    {
        Assert.Equal(HttpStatusCode.NoContent, (await scene.Client.DeleteAsync(Bo)).Status);
        await scene.Client.InsertUserAsync($$"""{"user_id": "{{Bo}}", "created_at": "2023-09-12T17:30:00.000Z", {{BosAddress}}, "email_verified": true, "multifactor": ["guardian"]}""");
    }

    /// <summary>Astrid has signed in with Google, and it was made an account of its own.</summary>
    public static Task InsertAstridsGoogleAsync(ExampleScene scene) => InsertAstridsGoogleAsync(scene, string.Empty);

    public static Task InsertAstridsGoogleAsync(ExampleScene scene, string more) => scene.Client.InsertUserAsync(
        $$"""{"user_id": "{{AstridsGoogle}}", "created_at": "2026-01-01T00:00:00.000Z", "email": "astrid.lund@example.com", "email_verified": true, "name": "Astrid Lund"{{more}} }""");

    /// <summary>Of a database that the settings do not know.</summary>
    public static Task InsertLegacyAloneAsync(ExampleScene scene) => scene.Client.InsertUserAsync(
        $$"""{"user_id": "{{Young}}", "identities": [{"provider": "auth0", "user_id": "6730a1b2c3d4e5f60718293a", "connection": "Legacy-Customers"}]}""");

    /// <summary>Another program has linked Astrid's account to that of Bo.</summary>
    public static Task LoseAstridAsync(ExampleScene scene) => scene.Client.ArrangeLinkAsync(Bo, "auth0", "5f7c8ec7c33c6c004bbafe82");

    public static Task BlockAstridAsync(ExampleScene scene) => PatchAstridAsync(scene, """{"blocked": true}""");

    public static async Task PatchAstridAsync(ExampleScene scene, string patch) => Assert.Equal(HttpStatusCode.OK, (await scene.Client.PatchAsync(Astrid, patch)).Status);

    public static Task GiveAstridBosIdentityAsync(ExampleScene scene) => scene.Client.ArrangeLinkAsync(Astrid, "google-oauth2", "108204268033311374519");

    private static Task InsertNewcomerAsync(ExampleScene scene, string number, string more) =>
        scene.Client.InsertUserAsync($$"""{"user_id": "{{New}}", "created_at": "2026-11-20T08:00:00.000Z", "ssn": "{{number}}"{{more}} }""");
}

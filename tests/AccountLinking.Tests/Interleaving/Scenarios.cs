using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.NationalIds;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What can happen at once to one person's accounts.</summary>
internal static class Scenarios
{
    private const string Number = "196802020575";
    private const string BankId = "swedish-bankid";
    private const string Freja = "freja-eid";
    private const string HasNumber = $", \"userSocialSecurityNumber\": \"{Number}\"";
    private const string AssertsNumber = $", \"ssn\": \"{Number}\"";

    private const string Portal = "partner-portal";
    private const string Google = "google-oauth2";
    private const string Database = "Username-Password-Authentication";
    private const string HasEmail = ", \"email\": \"anna@example.com\", \"email_verified\": true";

    /// <summary>The one that somebody made by hand, with the number.</summary>
    private static readonly Person Hand = new("auth0|hand", 2020, App: HasNumber);

    /// <summary>Two newcomers, whose numbers only their providers know.</summary>
    private static readonly Person Anna = new("oidc|swedish-bankid|anna", 2024, AssertsNumber);
    private static readonly Person Freya = new("oidc|freja-eid|anna", 2023, AssertsNumber);

    private static readonly Person Pia = new("oidc|partner-portal|anna", 2022, AssertsNumber);

    public static IEnumerable<Scenario> All =>
    [
        SameSecondary, EachOther, EachOtherInDisagreement, Ring, Chain, TwoSecondaries, AllMatches, UnlinkAgainstAnother, UnlinkAgainstTheSame, UnlinkAgainstTheSameToBeRelinked, UnlinkTwice,
        SyncOfTheSurvivor, SyncOfTheAbsorbed, SyncWhileUnlinked,
    ];

    /// <summary>What people do themselves.</summary>
    public static IEnumerable<Scenario> OfPeople => [ProofAgainstLogin, ProofsOfEachOther, SeparationAgainstLogin, SeparationTwice];

    /// <summary>Each prefers another one of them.</summary>
    public static Scenario RingOfThree => Ring with { Name = "a ring of three accounts, each of which signs in", Requests = [.. Ring.Requests, Login(Pia, Portal, Prefer(BankId))] };

    public static Scenario Named(string name) => All.Concat(OfPeople).Single(scenario => scenario.Name == name);

    private static Scenario SameSecondary => Joining("two logins of the same secondary", [Hand, Anna], 1, Login(Anna, BankId), Login(Anna, BankId));

    private static Scenario EachOther => Joining("two logins that find each other's account", [Known(Freya), Known(Anna)], 1, Login(Anna, BankId), Login(Freya, Freja));

    /// <summary>While a setting is rolled out, processes have different ones.</summary>
    private static Scenario EachOtherInDisagreement => Joining(
        "two logins that find each other's account and disagree on which survives", [Known(Freya), Known(Anna)], 1, Login(Anna, BankId, Prefer(Freja)), Login(Freya, Freja, Prefer(BankId)));

    private static Scenario Ring => Joining(
        "a ring of three accounts, each to be absorbed by the next",
        [Known(Anna), Known(Freya), Known(Pia)],
        1,
        Login(Anna, BankId, Prefer(Freja)),
        Login(Freya, Freja, Prefer(Portal)));

    /// <summary>The account that one of them finds is absorbed meanwhile.</summary>
    private static Scenario Chain => Joining(
        "a chain of three accounts, by two rules",
        [new Person("auth0|hand", 2020, HasEmail), new Person("google-oauth2|anna", 2022, HasEmail, HasNumber), Anna],
        2,
        Login(Anna, BankId),
        Login(new Person("google-oauth2|anna", 2022), Google));

    private static Scenario TwoSecondaries => Joining("two secondaries into one primary", [Hand, Anna, Freya], 2, Login(Anna, BankId), Login(Freya, Freja));

    private static Scenario AllMatches => Joining("two logins that each join all three accounts", [Hand, Known(Anna), Known(Freya)], 1, Login(Anna, BankId, All3), Login(Freya, Freja, All3));

    private static Scenario UnlinkAgainstAnother => Unlinking("unlinking one, while another is linked", mayBeRelinked: false, Login(Freya, Freja), ending => ending.WhyNotApart([Hand, Freya], [Anna]), Freya);

    private static Scenario UnlinkAgainstTheSame => Unlinking("unlinking one who signs in", mayBeRelinked: false, Login(Anna, BankId), ending => ending.WhyNotApart([Hand], [Anna]));

    private static Scenario UnlinkAgainstTheSameToBeRelinked => Unlinking(
        "unlinking one who signs in and may be linked again", mayBeRelinked: true, Login(Anna, BankId), ending => ending.Accounts.Count == 1 ? ending.WhyNotApart([Hand, Anna]) : ending.WhyNotApart([Hand], [Anna]));

    private static Scenario UnlinkTwice
    {
        get
        {
            var scenario = UnlinkAgainstTheSame;
            return scenario with { Name = "unlinking twice at once", Requests = [scenario.Requests[0], scenario.Requests[0]] };
        }
    }

    /// <summary>The account that survives is looked up in the CRM meanwhile, and has what the CRM says of its own number, or nothing yet.</summary>
    private static Scenario SyncOfTheSurvivor => Syncing("a login that is linked, and a sync of the account that survives", Customer(Hand, 1), Anna, 0);

    /// <summary>Of the account that is absorbed nothing of the kind is left.</summary>
    private static Scenario SyncOfTheAbsorbed => Syncing("a login that is linked, and a sync of the account that is absorbed", Hand, Customer(Anna, 2), 1);

    /// <summary>Of the account that is separated nothing that the CRM said of its number stays behind.</summary>
    private static Scenario SyncWhileUnlinked
    {
        get
        {
            var anna = Customer(Anna, 2);
            return Unlinking(
                "unlinking one with a phone number, and a sync of the account that has it until then",
                mayBeRelinked: false,
                anna,
                Request.Sync(UserId.Parse(Hand.Id), Crm),
                ending => ending.WhyNotApart([Hand], [anna]) ?? (Facts.Of(ending.Accounts[Hand.Id]).FirstOrDefault(fact => fact.Contains("C-2", StringComparison.Ordinal)) is { } left ? $"{Hand.Id} has {left}; {ending.Outcomes}" : null));
        }
    }

    private static Scenario ProofAgainstLogin => Joining("a proof of one who signs in", [Hand, Anna], 1, Prove(Hand, Anna, Hand), Login(Anna, BankId));

    private static Scenario ProofsOfEachOther => Joining("two proofs of each other's account, each of which is to survive", [Hand, Anna], 1, Prove(Hand, Anna, Hand), Prove(Anna, Hand, Anna));

    private static Scenario SeparationAgainstLogin
    {
        get
        {
            var scenario = UnlinkAgainstTheSame;
            return scenario with { Name = "separating one who signs in", Requests = [Separate, scenario.Requests[1]] };
        }
    }

    private static Scenario SeparationTwice
    {
        get
        {
            var scenario = UnlinkAgainstTheSame;
            return scenario with { Name = "separating twice at once", Requests = [Separate, Separate] };
        }
    }

    private static Request Separate => Request.Separate(UserId.Parse(Hand.Id), UserId.Parse(Anna.Id), Settings());

    private static Request Prove(Person one, Person other, Person survivor) =>
        Request.Prove(new AccountLinking.Linking.Proof(UserId.Parse(one.Id), UserId.Parse(other.Id), UserId.Parse(survivor.Id), World.Start, World.Start), Settings());

    private static CrmOptions Crm => new() { Enabled = true, Namespace = "https://crm.example.com/", PhoneConnections = [Database, BankId] };

    private static Scenario Syncing(string name, Person survivor, Person absorbed, int synced)
    {
        Person[] people = [survivor, absorbed];
        return Joining(name, people, 1, Login(absorbed, BankId), Request.Sync(UserId.Parse(people[synced].Id), Crm)) with
        {
            EndOf = ending => ending.WhyNotOne(people, 1) ?? ending.WhyIsCopyNotOf(people[synced].Id, $"C-{synced + 1}"),
        };
    }

    /// <summary>With a number that its connection has verified.</summary>
    private static Person Customer(Person person, int number) => person with { Root = $"{person.Root}, \"phone_number\": \"+4670174060{number}\", \"phone_verified\": true" };

    private static Scenario Unlinking(string name, bool mayBeRelinked, Request login, Func<Ending, string?> endOf, params Person[] others) => Unlinking(name, mayBeRelinked, Anna, login, endOf, others);

    private static Scenario Unlinking(string name, bool mayBeRelinked, Person absorbed, Request other, Func<Ending, string?> endOf, params Person[] others)
    {
        var link = string.Empty;
        return new Scenario(
            name,
            async world =>
            {
                await InsertAsync(world, [Hand, absorbed, .. others]);
                var linked = await world.BeforeAsync((services, budget) => services.GetRequiredService<AccountLinker>().LinkAsync(SignIn(Anna, BankId), Settings(), budget));
                link = Assert.IsType<LinkOutcome.Linked>(linked).LinkId;
            },
            [Request.Unlink(() => link, mayBeRelinked, Settings()), other],
            endOf)
        { People = [Hand, absorbed, .. others], Survivor = Hand.Id };
    }

    private static void All3(LinkingOptions settings) => settings.LinkAllMatches = true;

    private static Action<LinkingOptions> Prefer(string connection) => settings =>
    {
        (settings.Primary, settings.PreferConnections, settings.LinkAllMatches) = (PrimaryChoice.PreferConnections, [connection], true);
        settings.Ssn.TrustedConnections = [BankId, Freja, Portal];
    };

    /// <summary>The service has noted the number at an earlier login, so that it can be searched for.</summary>
    private static Person Known(Person person)
    {
        Assert.True(NationalId.TryParse(Number, NationalIdFormat.Swedish, out var number));
        return person with { App = $", \"{Fingerprint.Key}\": \"{Settings().Ssn.Keys[0].Of(number)}\"" };
    }

    private static Scenario Joining(string name, Person[] people, int links, params Request[] requests) =>
        new(name, world => InsertAsync(world, people), requests, ending => ending.WhyNotOne(people, links)) { People = people, Survivor = people[0].Id };

    private static Task InsertAsync(World world, IEnumerable<Person> people)
    {
        foreach (var person in people) world.Insert(person.Document);
        return Task.CompletedTask;
    }

    private static Request Login(Person person, string connection, Action<LinkingOptions>? change = null) => Request.Login(SignIn(person, connection), Settings(change));

    private static SignIn SignIn(Person person, string connection) => new(UserId.Parse(person.Id), new ConnectionReference(connection, null, null), null);

    private static LinkingOptions Settings(Action<LinkingOptions>? change = null)
    {
        var settings = new LinkingOptions
        {
            Connections = new Dictionary<string, string>(StringComparer.Ordinal) { [Database] = "con_usernamepassword" },
            Ssn = new SsnOptions
            {
                TrustedConnections = [BankId, Freja],
                CandidateConnections = [Database, Google],
                FingerprintKey = ServiceDefaults.Settings(new Uri("http://127.0.0.1"), "")["Linking:Ssn:FingerprintKey"]!,
            },
            Email = new EmailOptions { Mode = EmailMode.Automatic, TrustedConnections = [Database, Google, BankId] },
        };
        change?.Invoke(settings);
        return settings;
    }
}

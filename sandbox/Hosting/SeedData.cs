using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Crm;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>What a sandbox begins with: the content of a seed file.</summary>
public sealed partial record SeedData(
    Connections Connections,
    IReadOnlyList<ClientApplication> Clients,
    IReadOnlyList<ResourceServer> Apis,
    PublicApplications Applications,
    IReadOnlyList<TenantUser> Users,
    IReadOnlyList<LoginRequest> People,
    string CrmApiKey,
    IReadOnlyDictionary<string, CrmAnswer> CrmAnswers)
{
    private static readonly TimeSpan DefaultTokenLifetime = TimeSpan.FromHours(24);

    public ResourceServer? FindApi(string identifier) => Apis.FirstOrDefault(api => api.Identifier == identifier);

    /// <exception cref="StartException">The file is missing or broken; the message says where.</exception>
    public static SeedData Load(string file, DateTimeOffset now)
    {
        try
        {
            return Parse(JsonMap.Parse(File.ReadAllText(file)), now);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The seed file {file} cannot be read: {unreadable.Message}");
        }
        catch (JsonException broken)
        {
            throw new StartException($"The seed file {file} is not a valid JSON object: {broken.Message}");
        }
        catch (FieldException fault)
        {
            throw new StartException($"The seed file {file} is wrong: {fault.Message}");
        }
    }

    public static SeedData Parse(JsonMap document, DateTimeOffset now)
    {
        var fields = new JsonFields(document);
        var connections = new Connections(Unique([.. fields.OptionalList("connections").Select(ParseConnection)], connection => connection.Name, "connections"));
        var clients = Unique([.. fields.OptionalList("clients").Select(ParseClient)], client => client.ClientId, "clients");
        var apis = Unique([.. fields.OptionalList("apis").Select(ParseApi)], api => api.Identifier, "apis");
        var applications = Unique([.. fields.OptionalList("applications").Select(ParseApplication)], application => application.ClientId, "applications");
        var users = fields.OptionalList("users").Select((user, index) => ParseUser(user, index, connections, now)).ToList();
        var held = users.SelectMany(user => user.Identities).ToList();
        Unique(held, identity => identity.FullId, "users");
        var people = Unique([.. fields.OptionalList("people").Select(person => ParsePerson(person, connections))], person => person.IdentityId, "people");
        var crm = fields.OptionalFields("crm") ?? throw new FieldException("'crm' is required: an object.");
        var seed = new SeedData(connections, clients, apis, new PublicApplications(applications), users, people, crm.RequiredText("api_key"), ParseCustomers(crm));
        crm.RefuseUnknown();
        fields.RefuseUnknown();
        return seed;
    }

    private static Connection ParseConnection(JsonFields fields)
    {
        var connection = new Connection(fields.RequiredText("id"), fields.RequiredText("name"), fields.RequiredText("strategy"));
        fields.RefuseUnknown();
        if (!Connection.Strategies.Contains(connection.Strategy))
            throw new FieldException($"The strategy of the connection '{connection.Name}' must be one of {string.Join(", ", Connection.Strategies)}.");
        return ConnectionId().IsMatch(connection.Id)
            ? connection
            : throw new FieldException($"The id of the connection '{connection.Name}' must be con_ and 16 letters or digits.");
    }

    private static ClientApplication ParseClient(JsonFields fields)
    {
        var client = new ClientApplication(
            fields.RequiredText("client_id"),
            fields.RequiredText("client_secret"),
            fields.OptionalTexts("scopes"),
            ParseLifetime(fields));
        fields.RefuseUnknown();
        return client;
    }

    private static ResourceServer ParseApi(JsonFields fields)
    {
        var api = new ResourceServer(fields.RequiredText("identifier"), fields.OptionalTexts("scopes"), ParseLifetime(fields));
        fields.RefuseUnknown();
        return api;
    }

    private static TimeSpan ParseLifetime(JsonFields fields) =>
        fields.OptionalInt("token_lifetime", 1, 2_592_000) is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTokenLifetime;

    private static PublicApplication ParseApplication(JsonFields fields)
    {
        var application = new PublicApplication(
            fields.RequiredText("client_id"), fields.RequiredText("name"), ParseUrls(fields, "callbacks"), ParseUrls(fields, "logout_urls"), ParseUrls(fields, "web_origins"));
        fields.RefuseUnknown();
        return application;
    }

    private static IReadOnlyList<string> ParseUrls(JsonFields fields, string name)
    {
        var urls = fields.OptionalTexts(name);
        return urls.FirstOrDefault(url => LoopbackUrl.OriginOf(url) is null) is { } wrong
            ? throw new FieldException($"'{fields.Path(name)}' must hold addresses that begin with http:// or https://, not '{wrong}'.")
            : urls;
    }

    private static LoginRequest ParsePerson(JsonFields fields, Connections connections)
    {
        var person = LoginRequest.Parse(fields, connections);
        fields.RefuseUnknown();
        return person;
    }

    private static TenantUser ParseUser(JsonFields fields, int index, Connections connections, DateTimeOffset now)
    {
        try
        {
            return UserDocument.Parse(fields.Map, connections, now);
        }
        catch (FieldException fault)
        {
            throw new FieldException($"in users[{index}], {fault.Message}");
        }
    }

    private static Dictionary<string, CrmAnswer> ParseCustomers(JsonFields crm)
    {
        Dictionary<string, CrmAnswer> answers = new(StringComparer.Ordinal);
        foreach (var customer in crm.OptionalList("customers"))
        {
            var (phoneNumber, answer) = CrmAnswer.Parse(customer);
            if (!answers.TryAdd(phoneNumber, answer)) throw new FieldException($"'crm.customers' holds '{phoneNumber}' twice.");
        }

        return answers;
    }

    private static List<T> Unique<T>(List<T> items, Func<T, string> name, string field) =>
        items.GroupBy(name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new FieldException($"'{field}' holds '{twice.Key}' twice.")
            : items;

    [GeneratedRegex("^con_[A-Za-z0-9]{16}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConnectionId();
}

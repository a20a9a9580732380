using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Search;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The calls that read users. Only the list and search look at the index that may lag behind.</summary>
public sealed class UserQueries(UserStore users)
{
    private const int MaxRecords = 1000;

    private static readonly string[] ListParameters =
        ["page", "per_page", "include_totals", "sort", "connection", "q", "search_engine", "primary_order", .. FieldSelection.Parameters];

    public IResult Get(HttpContext context)
    {
        var fields = FieldSelection.Read(new QueryParameters(context.Request, FieldSelection.Parameters));
        var user = users.Find(UserPath.UserId(context)) ?? throw ManagementApiException.InexistentUser();
        return JsonResult.Of(fields.Apply(user.ToJson()));
    }

    /// <summary>Case-sensitive, and at once: this look-up does not go through the search index. The address is the account's own.</summary>
    public IResult ByEmail(HttpContext context)
    {
        var query = new QueryParameters(context.Request, ["email", .. FieldSelection.Parameters]);
        var fields = FieldSelection.Read(query);
        var email = query.RequiredText("email");
        var found = users.Current().Values.Where(user => user.Attributes.IsText("email", email));
        return JsonResult.Of(UserSort.Default.Apply(found).Select(user => fields.Apply(user.ToJson())));
    }

    public IResult List(HttpContext context)
    {
        var query = new QueryParameters(context.Request, ListParameters);
        var fields = FieldSelection.Read(query);
        var filter = Filter(query);
        var sort = UserSort.Parse(query.Text("sort"));
        query.Flag("primary_order");
        var page = query.Number("page", fallback: 0, int.MaxValue);
        var perPage = query.Number("per_page", fallback: 50, max: 100);
        if ((page + 1L) * perPage > MaxRecords)
            throw ManagementApiException.InvalidQuery(
                "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation.");

        var found = sort.Apply(users.Indexed().Values.Where(user => filter?.Matches(user) ?? true)).ToList();
        var shown = found.Skip(page * perPage).Take(perPage).Select(user => fields.Apply(user.ToJson())).ToList();
        return query.Flag("include_totals") == true ? WithTotals(shown, page * perPage, perPage, found.Count) : JsonResult.Of(shown);
    }

    private static SearchQuery? Filter(QueryParameters query)
    {
        if (query.Text("search_engine") is { } engine and not "v3")
            throw ManagementApiException.InvalidQuery($"You are not allowed to use search_engine={engine}. Use search_engine=v3 instead.");
        if (query.Text("connection") is not null)
            throw ManagementApiException.InvalidQuery("The 'connection' parameter needs search_engine=v1. Use q=identities.connection:\"name\" instead.");
        if (query.Text("q") is not { Length: > 0 } text) return null;
        try
        {
            return SearchParser.Parse(text);
        }
        catch (SearchSyntaxException fault)
        {
            throw ManagementApiException.InvalidQuery($"Query validation error: 'q' is not understood: {fault.Message}");
        }
    }

    private static JsonResult WithTotals(List<JsonMap> shown, int start, int limit, int total) => JsonResult.Of(JsonMap.Empty
        .With("start", start)
        .With("limit", limit)
        .With("length", shown.Count)
        .With("users", JsonValue.Write(writer => JsonResult.WriteArray(writer, shown)))
        .With("total", total));
}

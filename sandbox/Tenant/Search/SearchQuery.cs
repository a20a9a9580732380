using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.Search;

/// <summary>A parsed user search.</summary>
public abstract record SearchQuery
{
    private SearchQuery()
    {
    }

    public abstract bool Matches(TenantUser user);

    public sealed record Term(SearchField Field, string Value) : SearchQuery
    {
        public override bool Matches(TenantUser user) => Field.Holds(user, Value);
    }

    public sealed record Not(SearchQuery Inner) : SearchQuery
    {
        public override bool Matches(TenantUser user) => !Inner.Matches(user);
    }

    public sealed record All(IReadOnlyList<SearchQuery> Parts) : SearchQuery
    {
        public override bool Matches(TenantUser user) => Parts.All(part => part.Matches(user));
    }

    public sealed record Any(IReadOnlyList<SearchQuery> Parts) : SearchQuery
    {
        public override bool Matches(TenantUser user) => Parts.Any(part => part.Matches(user));
    }
}

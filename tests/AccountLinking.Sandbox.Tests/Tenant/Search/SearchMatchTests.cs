using AccountLinking.Sandbox.Tenant.Search;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Search;

/// <summary>What a query finds: each against the same user.</summary>
public sealed class SearchMatchTests
{
    private static readonly TenantUser Anna = TestTenant.User("""
        {
          "user_id": "auth0|Anna", "email": "Anna@Example.com", "email_verified": true, "blocked": false, "name": "Anna Åkesson", "given_name": "Anna",
          "family_name": "Åkesson", "nickname": "anna", "username": "AnnaUser", "phone_number": "+46701740605", "logins_count": 42,
          "last_ip": "2001:db8::1", "last_login": "2026-06-01T12:00:00.000Z", "ssn": "196802020575",
          "identities": [
            {"provider": "auth0", "user_id": "Anna", "connection": "Username-Password-Authentication", "isSocial": false},
            {"provider": "oidc", "user_id": "swedish-bankid|s1", "connection": "swedish-bankid", "profileData": {"email": "Bank@Example.com", "ssn": "196802020575"}}],
          "user_metadata": {
            "Plan": "Gold", "email": "Meta@Example.com", "empty": "", "tags": ["a", "b c"], "grid": [["x"], ["y"]],
            "addresses": [{"city": "Paris"}, {"city": "Lund"}, "plain"], "size": 13, "ratio": 1.50, "big": 123456789012345678901234567890, "text13": "13",
            "nothing": null, "none": [], "object": {}, "name with space": "s", "odd:name": "o"},
          "app_metadata": {"userSocialSecurityNumber": "196802020575", "deep": {"er": {"est": true, "off": false}}}
        }
        """);

    [Theory]
    [InlineData("user_id:\"auth0|Anna\"", true)]
    [InlineData("user_id:\"auth0|anna\"", false)]
    [InlineData("user_id:\"Anna\"", false)]
    [InlineData("username:AnnaUser", true)]
    [InlineData("username:annauser", false)]
    [InlineData("phone_number:\"+46701740605\"", true)]
    [InlineData("phone_number:\\+46701740605", true)]
    [InlineData("phone_number:\"46701740605\"", false)]
    [InlineData("last_ip:\"2001:db8::1\"", true)]
    [InlineData("last_ip:2001\\:db8\\:\\:1", true)]
    [InlineData("last_login:\"2026-06-01T12:00:00.000Z\"", true)]
    [InlineData("created_at:\"2026-11-20T08:15:30.000Z\"", true)]
    [InlineData("updated_at:\"2026-11-20T08:15:30.000Z\"", true)]
    [InlineData("phone_verified:true", false)]
    [InlineData("phone_verified:false", false)]
    public void Finds_by_a_field(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("email:\"anna@EXAMPLE.com\"", true)]
    [InlineData("name:\"ANNA ÅKESSON\"", true)]
    [InlineData("given_name:anna", true)]
    [InlineData("family_name:åKESSON", true)]
    [InlineData("nickname:ANNA", true)]
    [InlineData("user_metadata.Plan:Gold", true)]
    [InlineData("user_metadata.Plan:gold", false)]
    [InlineData("user_metadata.plan:Gold", false)]
    [InlineData("user_metadata.email:\"Meta@Example.com\"", true)]
    [InlineData("user_metadata.email:\"meta@example.com\"", false)]
    [InlineData("identities.profileData.email:\"Bank@Example.com\"", true)]
    [InlineData("identities.profileData.email:\"bank@example.com\"", false)]
    [InlineData("identities.connection:\"Swedish-BankID\"", false)]
    public void Ignores_case_in_five_root_fields_only(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("email:\"Anna@Example\"", false)]
    [InlineData("email:\" Anna@Example.com\"", false)]
    [InlineData("name:Anna", false)]
    [InlineData("name:\"Anna\"", false)]
    [InlineData("name:\"Anna  Åkesson\"", false)]
    [InlineData("user_metadata.empty:\"\"", true)]
    [InlineData("user_metadata.Plan:\"\"", false)]
    [InlineData("nickname:\"an*\"", false)]
    public void Finds_whole_values_only(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("app_metadata.userSocialSecurityNumber:\"196802020575\"", true)]
    [InlineData("app_metadata.userSocialSecurityNumber:196802020575", true)]
    [InlineData("app_metadata.userSocialSecurityNumber:196802020576", false)]
    [InlineData("app_metadata.deep.er.est:true", true)]
    [InlineData("app_metadata.deep.er:true", false)]
    [InlineData("app_metadata.deep.er.est.more:true", false)]
    [InlineData("app_metadata.missing:true", false)]
    [InlineData("user_metadata.userSocialSecurityNumber:196802020575", false)]
    [InlineData("user_metadata.name\\ with\\ space:s", true)]
    [InlineData("user_metadata.odd\\:name:o", true)]
    public void Finds_by_a_nested_field(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("user_metadata.tags:a", true)]
    [InlineData("user_metadata.tags:\"b c\"", true)]
    [InlineData("user_metadata.tags:\"a b c\"", false)]
    [InlineData("user_metadata.tags:(a AND \"b c\")", true)]
    [InlineData("user_metadata.grid:y", true)]
    [InlineData("user_metadata.addresses.city:Paris", true)]
    [InlineData("user_metadata.addresses.city:Lund", true)]
    [InlineData("user_metadata.addresses.city:Malmö", false)]
    [InlineData("user_metadata.addresses:plain", true)]
    [InlineData("user_metadata.addresses.0.city:Paris", false)]
    public void Leaves_array_levels_out_of_the_path(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("identities.connection:\"swedish-bankid\"", true)]
    [InlineData("identities.connection:swedish-bankid", true)]
    [InlineData("identities.connection:\"google-oauth2\"", false)]
    [InlineData("identities.provider:auth0", true)]
    [InlineData("identities.provider:oidc", true)]
    [InlineData("identities.user_id:\"swedish-bankid|s1\"", true)]
    [InlineData("identities.user_id:\"oidc|swedish-bankid|s1\"", false)]
    [InlineData("identities.user_id:Anna", true)]
    [InlineData("identities.isSocial:false", true)]
    [InlineData("identities.isSocial:true", false)]
    [InlineData("identities.profileData.ssn:196802020575", true)]
    public void Finds_by_an_identity(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("email_verified:true", true)]
    [InlineData("email_verified:\"true\"", true)]
    [InlineData("email_verified:TRUE", false)]
    [InlineData("email_verified:1", false)]
    [InlineData("blocked:false", true)]
    [InlineData("app_metadata.deep.er.off:false", true)]
    [InlineData("app_metadata.deep.er.off:true", false)]
    [InlineData("logins_count:42", true)]
    [InlineData("logins_count:42.0", true)]
    [InlineData("logins_count:4.2e1", true)]
    [InlineData("logins_count:43", false)]
    [InlineData("logins_count:forty-two", false)]
    [InlineData("logins_count:\"4,2\"", false)]
    [InlineData("user_metadata.size:13", true)]
    [InlineData("user_metadata.ratio:1.5", true)]
    [InlineData("user_metadata.ratio:1e999", false)]
    [InlineData("user_metadata.big:1", false)]
    [InlineData("user_metadata.text13:13", true)]
    [InlineData("user_metadata.text13:13.0", false)]
    [InlineData("user_metadata.nothing:null", false)]
    [InlineData("user_metadata.nothing:\"\"", false)]
    [InlineData("user_metadata.none:\"\"", false)]
    [InlineData("user_metadata.object:\"{}\"", false)]
    public void Compares_booleans_and_numbers_by_what_they_mean(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("nickname:\"\\a\\n\\n\\a\"", true)]
    [InlineData("nickname:\\u0061nna", true)]
    [InlineData("nickname:\"\\u0061nn\\u0061\"", true)]
    [InlineData("email:anna\\u0040example.com", true)]
    [InlineData("name:Anna\\ Åkesson", true)]
    [InlineData("name:\"Anna\\u0020Åkesson\"", true)]
    [InlineData("identities.user_id:swedish\\-bankid|s1", true)]
    [InlineData("identities.user_id:swedish-bankid\\|s1", true)]
    [InlineData("user\\u005fid:\"auth0|Anna\"", true)]
    [InlineData("nickname:\"\\\\u0061nna\"", false)]
    public void Resolves_escapes(string query, bool found) => Finds(query, found);

    private static void Finds(string query, bool found) => Assert.Equal(found, SearchParser.Parse(query).Matches(Anna));
}

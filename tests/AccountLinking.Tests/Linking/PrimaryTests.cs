using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.Rules;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

public sealed class PrimaryTests
{
    private static readonly Auth0User Old = User("google-oauth2|old", created: "2019-05-01T00:00:00.000Z");
    private static readonly Auth0User Middle = User("auth0|middle", created: "2020-01-01T00:00:00.000Z");
    private static readonly Auth0User SameAgeAsMiddle = User("sms|middle", created: "2020-01-01T01:00:00.000+01:00");
    private static readonly Auth0User Holder = HandMade("auth0|zholder", created: "2022-01-01T00:00:00.000Z");
    private static readonly Auth0User YoungHolder = HandMade("auth0|aholder", created: "2023-01-01T00:00:00.000Z");
    private static readonly Auth0User Ageless = User("auth0|ageless", created: "a while ago");

    private static readonly Auth0User[] Everybody = [Old, Middle, SameAgeAsMiddle, Holder, YoungHolder, Ageless];

    [Theory]
    [InlineData(PrimaryChoice.Oldest, "google-oauth2|old,auth0|middle,sms|middle,auth0|zholder,auth0|aholder,auth0|ageless")]
    [InlineData(PrimaryChoice.Existing, "auth0|zholder,auth0|aholder,google-oauth2|old,auth0|middle,sms|middle,auth0|ageless")]
    [InlineData(PrimaryChoice.PreferConnections, "sms|middle,auth0|middle,auth0|zholder,auth0|aholder,auth0|ageless,google-oauth2|old")]
    public void Is_chosen_by_the_policy_and_ties_go_to_the_oldest_and_then_to_the_lower_id(PrimaryChoice choice, string order)
    {
        var options = Options(options => (options.Primary, options.PreferConnections) = (choice, ["sms", Database]));
        var left = Everybody.ToList();
        List<string> chosen = [];
        while (left.Count > 0)
        {
            var first = Primary.Rank(left, Evidence(options), options)[0];
            chosen.Add(first.Id.ToString());
            left.Remove(first);
        }

        Assert.Equal(order.Split(','), chosen);
    }

    [Theory]
    [InlineData(PrimaryChoice.Oldest)]
    [InlineData(PrimaryChoice.Existing)]
    [InlineData(PrimaryChoice.PreferConnections)]
    public void Does_not_depend_on_who_signs_in(PrimaryChoice choice)
    {
        var options = Options(options => (options.Primary, options.PreferConnections) = (choice, ["sms", Database]));

        foreach (var one in Everybody)
        {
            foreach (var other in Everybody.Where(other => other != one))
                Assert.Equal(Primary.Rank([one, other], Evidence(options), options), Primary.Rank([other, one], Evidence(options), options));
        }
    }

    [Fact]
    public void Under_the_email_rule_the_established_one_is_that_of_a_database()
    {
        var options = Options(options => (options.Primary, options.Ssn.Enabled) = (PrimaryChoice.Existing, false));
        var evidence = EvidenceOf(User("google-oauth2|old", """, "email": "anna@example.com", "email_verified": true"""), options, new ConnectionReference("google-oauth2", null, null));

        Assert.Equal([Middle, Holder, YoungHolder, Ageless, Old, SameAgeAsMiddle], Primary.Rank(Everybody, evidence, options));
    }

    private static Evidence Evidence(LinkingOptions options) => EvidenceOf(User(Newcomer, """, "ssn": "196802020575" """), options);
}

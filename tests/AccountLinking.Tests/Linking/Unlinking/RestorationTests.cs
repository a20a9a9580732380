using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Journal;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.Unlinking;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Unlinking;

/// <summary>What an account that was absorbed gets back when the CRM has been asked about it before, and again since.</summary>
public sealed class RestorationTests
{
    private const string Before = """, "user_metadata": {"externalUserId": "C-1", "segment": "young", "theme": "dark"}, "app_metadata": {"crm_sync": {"external_user_id": "C-1", "keys": ["externalUserId", "segment"], "claims": [{"name": "a", "value": 1}]}, "plan": "gold"}""";

    [Fact]
    public void Record_and_copy_come_back_together() =>
        AssertRestored(User(Newcomer), """{"externalUserId":"C-1","segment":"young","theme":"dark"}""", """{"crm_sync":{"external_user_id":"C-1","keys":["externalUserId","segment"],"claims":[{"name":"a","value":1}]},"plan":"gold"}""");

    [Fact]
    public void A_newer_record_stands_with_its_own_copy_and_is_not_mixed_with_the_old_one() => AssertRestored(
        User(Newcomer, """, "user_metadata": {"externalUserId": "C-1"}, "app_metadata": {"crm_sync": {"external_user_id": "C-1", "keys": ["externalUserId"], "claims": [{"name": "a", "value": 2}]}}"""),
        """{"externalUserId":"C-1","theme":"dark"}""",
        """{"crm_sync":{"external_user_id":"C-1","keys":["externalUserId"],"claims":[{"name":"a","value":2}]},"plan":"gold"}""");

    [Fact]
    public void That_the_CRM_did_not_know_it_since_stands_as_well() => AssertRestored(
        User(Newcomer, """, "app_metadata": {"crm_sync": {"external_user_id": null, "keys": [], "claims": []}}"""),
        """{"theme":"dark"}""",
        """{"crm_sync":{"external_user_id":null,"keys":[],"claims":[]},"plan":"gold"}""");

    private static void AssertRestored(Auth0User now, string userMetadata, string appMetadata)
    {
        var absorbed = new AbsorbedAccount(User(Newcomer, Before).Document, ConnectionId: null, IsJoined: true);

        var patch = Restoration.OfAbsorbed(absorbed, now, [], new Leftovers());

        var user = AccountMetadata.Apply(AccountMetadata.UserOf(now), patch.UserMetadata);
        var app = AccountMetadata.Apply(AccountMetadata.AppOf(now), patch.AppMetadata);
        Assert.Equal(userMetadata, user.ToJsonString());
        Assert.Equal(appMetadata, app.ToJsonString());
    }
}

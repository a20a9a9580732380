using System.Security.Cryptography;
using System.Text;
using AccountLinking.Auth0;
using AccountLinking.Linking.NationalIds;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.NationalIds;

public sealed class FingerprintTests
{
    [Fact]
    public void Is_the_HMAC_of_the_number_after_eight_digits_that_name_the_key()
    {
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.ASCII.GetBytes(Number)));

        Assert.Equal(mac, FingerprintOf()[8..]);
        Assert.Equal(FingerprintOf()[..8], FingerprintOf(OtherNumber)[..8]);
        Assert.NotEqual(FingerprintOf()[8..], FingerprintOf(OtherNumber)[8..]);
        Assert.NotEqual(FingerprintOf()[..8], FingerprintOf(key: OtherKey)[..8]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    [InlineData(73)]
    public void Is_read_only_in_its_own_length(int length) =>
        Assert.Null(Fingerprint.Of(User(Newcomer, $$""", "app_metadata": {"ssn_fingerprint": "{{new string('a', length)}}"}""")));

    [Theory]
    [InlineData("g")]
    [InlineData("A")]
    [InlineData(" ")]
    public void Is_read_only_in_its_own_digits(string digit) =>
        Assert.Null(Fingerprint.Of(User(Newcomer, $$""", "app_metadata": {"ssn_fingerprint": "{{digit}}{{new string('a', 71)}}"}""")));

    [Fact]
    public void Is_read_from_app_metadata_alone()
    {
        Assert.Equal(FingerprintOf(), Fingerprint.Of(User(Newcomer, $$""", "app_metadata": {"ssn_fingerprint": "{{FingerprintOf()}}"}"""))?.ToString());
        Assert.Null(Fingerprint.Of(User(Newcomer, $$""", "ssn_fingerprint": "{{FingerprintOf()}}", "user_metadata": {"ssn_fingerprint": "{{FingerprintOf()}}"}""")));
    }

    [Fact]
    public void The_key_prints_masked()
    {
        Assert.True(FingerprintKey.TryParse(Key, out var key));

        Assert.Equal("********", key.ToString());
    }

    [Theory]
    [InlineData(Number, "", Number, "", false)]
    [InlineData(Number, "", OtherNumber, "", true)]
    [InlineData(Number, "", "19680202-0575", "", false)]
    [InlineData(Number, "", "", OtherNumber, true)]
    [InlineData("", Number, "", OtherNumber, true)]
    [InlineData("", Number, "", Number, false)]
    [InlineData("", "", "", "", false)]
    public void Numbers_contradict_each_other_in_whatever_shape_they_are_known(string clear, string remembered, string otherClear, string otherRemembered, bool contradict)
    {
        var options = Options(options => options.Ssn.FingerprintKey = Key).Ssn;
        Auth0User[] accounts = [Account(clear, remembered, Key), Account(otherClear, otherRemembered, Key)];

        Assert.Equal(contradict, Numbers.Contradict(accounts, options));
    }

    [Fact]
    public void Fingerprints_under_one_key_that_nobody_has_any_more_contradict_each_other_and_nothing_else()
    {
        var options = Options(options => options.Ssn.FingerprintKey = Key).Ssn;

        Assert.True(Numbers.Contradict([Account("", Number, OtherKey), Account("", OtherNumber, OtherKey)], options));
        Assert.False(Numbers.Contradict([Account("", Number, OtherKey), Account(OtherNumber, OtherNumber, Key)], options));
    }

    private static Auth0User Account(string clear, string remembered, string key) => User(
        Newcomer, $$""", "app_metadata": {"userSocialSecurityNumber": "{{clear}}", "ssn_fingerprint": "{{(remembered.Length == 0 ? "" : FingerprintOf(remembered, key))}}"}""");
}

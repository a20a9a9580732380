using AccountLinking.Auth0;
using AccountLinking.SelfService;

namespace AccountLinking.Tests.SelfService;

public sealed class LinkNonceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly Seal Seal = new([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
    private static readonly Caller Eva = new(UserId.Parse("auth0|eva"), "app", Now);
    private static readonly UserId Chosen = UserId.Parse("google-oauth2|chosen");

    public static TheoryData<string, string> Strangers => new() { { "auth0|eva", "other-app" }, { "auth0|adam", "app" }, { "auth0|evaa", "pp" }, { "auth0|ev", "aapp" } };

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Is_nothing_to_another_person_or_application(string person, string client) =>
        Assert.IsType<NonceVerdict.Invalid>(Judge(Nonce(), new Caller(UserId.Parse(person), client, Now)));

    [Theory]
    [MemberData(nameof(Strangers))]
    public void So_is_a_handle(string person, string client) =>
        Assert.False(LinkHandle.TryRead(Seal, Handle().Write(Seal, Eva), new Caller(UserId.Parse(person), client, Now), Now, out _));

    [Fact]
    public void Under_another_key_it_is_nothing()
    {
        var other = new Seal(new byte[32]);

        Assert.IsType<NonceVerdict.Invalid>(LinkNonce.Judge(other, Nonce(), Eva, Chosen, Now));
        Assert.False(LinkHandle.TryRead(other, Handle().Write(Seal, Eva), Eva, Now, out _));
    }

    [Fact]
    public void A_handle_is_no_nonce_and_a_nonce_no_handle()
    {
        Assert.IsType<NonceVerdict.Invalid>(Judge(Handle().Write(Seal, Eva)));
        Assert.False(LinkHandle.TryRead(Seal, Nonce(), Eva, Now, out _));
        Assert.False(LinkHandle.TryRead(Seal, Nonce(Handle()), Eva, Now, out _));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(599, true)]
    [InlineData(600, false)]
    [InlineData(100000, false)]
    public void Lasts_ten_minutes(int seconds, bool isGood)
    {
        var then = Now.AddSeconds(seconds);

        Assert.Equal(isGood, Judge(Nonce(), at: then) is NonceVerdict.Good);
        Assert.Equal(isGood, LinkHandle.TryRead(Seal, Handle().Write(Seal, Eva), Eva, then, out _));
    }

    [Fact]
    public void One_for_any_account_is_good_for_any() => Assert.IsType<NonceVerdict.Good>(Judge(Nonce(), account: "sms|1"));

    [Theory]
    [InlineData("google-oauth2|chosen", true)]
    [InlineData("google-oauth2|chose", false)]
    [InlineData("auth0|eva", false)]
    public void One_for_a_chosen_account_is_good_for_that_alone(string account, bool isGood)
    {
        Assert.True(LinkHandle.TryRead(Seal, Handle().Write(Seal, Eva), Eva, Now, out var handle));

        var verdict = Judge(Nonce(handle), account: account);

        Assert.Equal(isGood, verdict is NonceVerdict.Good);
        if (!isGood) Assert.IsType<NonceVerdict.WrongAccount>(verdict);
    }

    /// <summary>Whoever could change one character of it could change who is chosen, or for how long.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_nothing_with_any_character_changed_added_or_left_out(bool isChosen)
    {
        var nonce = Nonce(isChosen ? Handle() : null);
        for (var at = 0; at < nonce.Length; at++)
        {
            Assert.IsType<NonceVerdict.Invalid>(Judge(nonce[..at] + (nonce[at] == 'A' ? 'B' : 'A') + nonce[(at + 1)..]));
            foreach (var other in "!=+/. \n")
            {
                Assert.IsType<NonceVerdict.Invalid>(Judge(nonce[..at] + other + nonce[(at + 1)..]));
            }

            Assert.IsType<NonceVerdict.Invalid>(Judge(nonce.Remove(at, 1)));
            Assert.IsType<NonceVerdict.Invalid>(Judge(nonce.Insert(at, "A")));
            Assert.IsType<NonceVerdict.Invalid>(Judge(nonce.Insert(at, " ")));
        }
    }

    /// <summary>The last character has bits that mean nothing: spelled otherwise it is another text for the same, which nobody made.</summary>
    [Fact]
    public void Has_one_spelling()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var handle = Handle().Write(Seal, Eva);

        Assert.Single(Alphabet, last => LinkHandle.TryRead(Seal, handle[..^1] + last, Eva, Now, out _));
        foreach (var nonce in (string[])[Nonce(), Nonce(Handle())]) Assert.Single(Alphabet, last => Judge(nonce[..^1] + last) is NonceVerdict.Good);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("åäö")]
    public void What_nobody_made_is_nothing(string text)
    {
        Assert.IsType<NonceVerdict.Invalid>(Judge(text));
        Assert.False(LinkHandle.TryRead(Seal, text, Eva, Now, out _));
    }

    /// <summary>Of the right length, as whoever makes one up may send it.</summary>
    [Theory]
    [InlineData('.')]
    [InlineData('+')]
    [InlineData('=')]
    [InlineData(' ')]
    [InlineData('å')]
    public void So_is_what_is_no_base64url(char character)
    {
        foreach (var text in (string[])[Nonce(), Nonce(Handle())])
        {
            for (var at = 0; at < text.Length; at++) Assert.IsType<NonceVerdict.Invalid>(Judge(text[..at] + character + text[(at + 1)..]));
        }

        var handle = Handle().Write(Seal, Eva);
        for (var at = 0; at < handle.Length; at++) Assert.False(LinkHandle.TryRead(Seal, handle[..at] + character + handle[(at + 1)..], Eva, Now, out _));
    }

    /// <summary>The last character has some bits that mean nothing, and none of them is set.</summary>
    [Fact]
    public void So_is_another_spelling_of_the_same() =>
        Assert.All((string[])[Nonce(), Nonce(Handle())], text => Assert.IsType<NonceVerdict.Invalid>(Judge(text[..^1] + (char)(text[^1] + 1))));

    /// <summary>The name under which it is spent: different for each, and the same each time.</summary>
    [Fact]
    public void Has_an_id_of_its_own()
    {
        var nonce = Nonce();
        var good = Assert.IsType<NonceVerdict.Good>(Judge(nonce));

        Assert.Equal(good, Judge(nonce));
        Assert.NotEqual(good.Id, Assert.IsType<NonceVerdict.Good>(Judge(Nonce())).Id);
        Assert.Matches("^[0-9a-f]{32}$", good.Id);
        Assert.Equal((Now, Now.AddMinutes(10)), (good.MadeAt, good.Expires));
    }

    /// <summary>It stands in an address, and in an ID token.</summary>
    [Fact]
    public void Is_short_and_needs_no_escaping() => Assert.All((string[])[Nonce(), Nonce(Handle()), Handle().Write(Seal, Eva)], text => Assert.Matches("^[A-Za-z0-9_-]{54,110}$", text));

    private static LinkHandle Handle() => LinkHandle.Create(Seal, Chosen, Now);

    private static string Nonce(LinkHandle? chosen = null) => LinkNonce.Create(chosen, Now).Write(Seal, Eva);

    private static NonceVerdict Judge(string nonce, Caller? caller = null, string account = "google-oauth2|chosen", DateTimeOffset? at = null) =>
        LinkNonce.Judge(Seal, nonce, caller ?? Eva, UserId.Parse(account), at ?? Now);
}

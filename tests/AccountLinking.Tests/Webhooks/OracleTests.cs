using System.Globalization;
using System.Text;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Webhooks.Oracle;
using AccountLinking.Webhooks;

namespace AccountLinking.Tests.Webhooks;

/// <summary>We and the official library sign alike, and take and refuse the same.</summary>
public sealed class OracleTests
{
    private const string OtherSecret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly string Timestamp = SignedPost.Seconds(Now);
    private static readonly string LongSecret = $"whsec_{Convert.ToBase64String([.. Enumerable.Range(0, 64).Select(value => (byte)(value * 4))])}";

    private static readonly string[] Bodies = ["", "{}", """{"user_id": "auth0|x", "connection": {"name": "swedish-bankid"}}""", "{\"name\": \"Åsa 阿 🦊\"}", "a.b.c", "{}\r\n", new('x', 65_536)];
    private static readonly string[] Ids = ["msg_1", "msg 1.2", "a", new('i', 200)];

    private static readonly Question[] Plain =
        [.. from secret in (string[])[ServiceDefaults.SigningSecret, OtherSecret, LongSecret] from id in Ids from body in Bodies select new Question(secret, id, Timestamp, body)];

    [Fact]
    public async Task What_the_library_signs_is_what_we_sign_and_we_take_it()
    {
        var signatures = await StandardWebhooksLibrary.AskAsync(Plain);

        Assert.Equal(Plain.Length, signatures.Count);
        Assert.All(Plain.Zip(signatures), pair =>
        {
            Assert.Equal(Sign(pair.First), pair.Second.GetString());
            Assert.True(Verify(pair.First with { Signature = pair.Second.GetString() }));
        });
    }

    [Fact]
    public async Task What_we_sign_the_library_takes()
    {
        var verdicts = await StandardWebhooksLibrary.AskAsync(Plain.Select(question => question with { Signature = Sign(question) }));

        Assert.Equal(Plain.Length, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.True(verdict.GetBoolean()));
    }

    [Fact]
    public async Task What_the_library_refuses_we_refuse_and_what_it_takes_we_take()
    {
        var good = Plain[2] with { Signature = Sign(Plain[2]) };
        (string What, Question Question, bool IsGood)[] cases =
        [
            ("as it should be", good, true),
            ("several signatures", good with { Signature = $"v1,AAAA {Sign(good with { Secret = OtherSecret })} {good.Signature}" }, true),
            ("another version beside it", good with { Signature = $"v1a,AAAA {good.Signature}" }, true),
            ("another secret", good with { Secret = OtherSecret }, false),
            ("another id", good with { Id = "msg_2" }, false),
            ("another body", good with { Body = good.Body + " " }, false),
            ("another version", good with { Signature = good.Signature.Replace("v1,", "v2,", StringComparison.Ordinal) }, false),
            ("no version", good with { Signature = good.Signature[3..] }, false),
            ("cut off", good with { Signature = good.Signature[..^4] }, false),
            ("empty", good with { Signature = "v1," }, false),
            ("no signature at all", good with { Signature = "" }, false),
            ("no id", Signed(good with { Id = "" }), false),
            ("no time", Signed(good with { Timestamp = "" }), false),
            ("no number for a time", Signed(good with { Timestamp = "now" }), false),
            ("four minutes old", Signed(good with { Timestamp = SignedPost.Seconds(Now.AddMinutes(-4)) }), true),
            ("four minutes ahead", Signed(good with { Timestamp = SignedPost.Seconds(Now.AddMinutes(4)) }), true),
            ("six minutes old", Signed(good with { Timestamp = SignedPost.Seconds(Now.AddMinutes(-6)) }), false),
            ("six minutes ahead", Signed(good with { Timestamp = SignedPost.Seconds(Now.AddMinutes(6)) }), false),
        ];

        var verdicts = await StandardWebhooksLibrary.AskAsync(cases.Select(one => one.Question));

        Assert.Equal(cases.Select(one => (one.What, one.IsGood)), cases.Zip(verdicts, (one, verdict) => (one.What, verdict.GetBoolean())));
        Assert.Equal(cases.Select(one => (one.What, one.IsGood)), cases.Select(one => (one.What, Verify(one.Question))));
    }

    private static Question Signed(Question question) => question with { Signature = Sign(question) };

    /// <summary>A time that is none is signed as if it were one: it must be refused for what it is.</summary>
    private static string Sign(Question question) => long.TryParse(question.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? WebhookSignature.Create(Parse(question.Secret), question.Id, DateTimeOffset.FromUnixTimeSeconds(seconds), Encoding.UTF8.GetBytes(question.Body))
        : $"v1,{Convert.ToBase64String(Parse(question.Secret).Sign(Encoding.UTF8.GetBytes($"{question.Id}.{question.Timestamp}.{question.Body}")))}";

    private static bool Verify(Question question) => WebhookSignature.Verify(
        [Parse(question.Secret)], question.Id, question.Timestamp, question.Signature!, Encoding.UTF8.GetBytes(question.Body), Now, TimeSpan.FromMinutes(5));

    private static WebhookSecret Parse(string secret) => WebhookSecret.TryParse(secret, out var parsed) ? parsed : throw new ArgumentException("No secret.", nameof(secret));
}

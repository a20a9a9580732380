using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AccountLinking.Journal;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>Records for people to read.</summary>
internal static class JournalText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(LinkRecord record) =>
        $"{record.Id}  {StateOf(record),-9}  {Time(record.StartedAt)}  rule {record.Rule}: {string.Join(", ", record.Secondaries.Select(secondary => secondary.Id))} into {record.PrimaryId}";

    public static string Whole(LinkRecord record)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"Link      {record.Id}")
            .AppendLine(CultureInfo.InvariantCulture, $"State     {StateOf(record)}{(record.MayBeRelinked ? ", and may be linked again" : "")}")
            .AppendLine(CultureInfo.InvariantCulture, $"Rule      {record.Rule}")
            .AppendLine(CultureInfo.InvariantCulture, $"Begun     {Time(record.StartedAt)}")
            .AppendLine(CultureInfo.InvariantCulture, $"Ended     {(record.EndedAt is { } ended ? Time(ended) : "not yet")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"\nThe account that survives, {record.PrimaryId}, as it was:").AppendLine(Json(record.Primary));
        foreach (var secondary in record.Secondaries)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\nThe account {secondary.Id}, which {FateOf(record, secondary)}, as it was:").AppendLine(Json(secondary.Profile));
        }

        text.AppendLine("\nWhat was written onto the account that survives:");
        text.AppendLine(CultureInfo.InvariantCulture, $"user_metadata {Json(record.Patch.UserMetadata)}").Append(CultureInfo.InvariantCulture, $"app_metadata {Json(record.Patch.AppMetadata)}");
        return text.ToString();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);

    private static string FateOf(LinkRecord record, AbsorbedAccount secondary) => record.State switch
    {
        LinkState.Started => "was to be absorbed",
        LinkState.Unlinked when secondary.IsJoined => "was absorbed and is separate again",
        _ => secondary.IsJoined ? "was absorbed" : "was not absorbed",
    };

    private static string StateOf(LinkRecord record) => record.State.ToString().ToLowerInvariant();

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

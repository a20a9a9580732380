using System.Text.Json;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Tests.Linking.NationalIds;

public sealed class SwedishNationalIdTests
{
    private const string Known = "196802020575";

    public static TheoryData<string> Valid =>
    [
        // From public documentation of Swedish eID.
        Known, "198208273584", "193110209289",
        // A leap day, the first and last year, a serial of one.
        WithCheckDigit("20000229123"), WithCheckDigit("18000101123"), WithCheckDigit("20991231998"), WithCheckDigit("19680202001"),
        // Coordination numbers: 60 days added; dates that are none were issued too.
        WithCheckDigit("19790662340"), WithCheckDigit("19700391123"), WithCheckDigit("19700291123"), WithCheckDigit("19700490123"),
        WithCheckDigit("19700460123"), WithCheckDigit("19700060123"), WithCheckDigit("19700075123"), WithCheckDigit("19701260123"),
    ];

    public static TheoryData<string> Invalid =>
    [
        "", " ", "6802020575", "680202-0575", "19680202-0575", "1968020205750", "19680202057", " 196802020575", "196802020575 ", "196802020575\n", "19680202057x",
        "１９６８０２０２０５７５", "١٩٦٨٠٢٠٢٠٥٧٥", "+96802020575",
        // No dates of a person.
        WithCheckDigit("19680230057"), WithCheckDigit("19001331057"), WithCheckDigit("19681301057"), WithCheckDigit("19680001057"), WithCheckDigit("19680200057"),
        WithCheckDigit("19680132057"), WithCheckDigit("19680431057"), WithCheckDigit("19000229057"), WithCheckDigit("19690229057"),
        // Days that neither a person nor a coordination number has.
        WithCheckDigit("19680259057"), WithCheckDigit("19680292057"), WithCheckDigit("19680299057"), WithCheckDigit("19681361057"),
        // The serial 000 was never issued.
        WithCheckDigit("19680202000"),
        // Organisation numbers: century 16, and a third digit of two or more.
        WithCheckDigit("16556036079"), WithCheckDigit("16212000014"), WithCheckDigit("19556036079"),
        // Interim numbers have a letter.
        "19680202T575", "19680202R05X",
        // Other times.
        WithCheckDigit("17991231123"), WithCheckDigit("21000101123"), WithCheckDigit("00000101123"),
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Refuses(string text) => Assert.False(NationalId.TryParse(text, NationalIdFormat.Swedish, out _));

    [Theory]
    [MemberData(nameof(Valid))]
    public void Accepts(string text)
    {
        Assert.True(NationalId.TryParse(text, NationalIdFormat.Swedish, out var id));
        Assert.Equal(text, id.Reveal());
    }

    [Fact]
    public void Refuses_every_other_check_digit_and_every_single_digit_that_is_wrong()
    {
        var spoiled = from number in Valid.Select(row => row.Data)
                      from position in Enumerable.Range(2, 10)
                      from digit in "0123456789"
                      where number[position] != digit
                      select number[..position] + digit + number[(position + 1)..];

        Assert.All(spoiled, number => Assert.False(SwedishNationalId.IsValid(number), number));
    }

    [Fact]
    public void Takes_one_check_digit_for_every_number_that_could_be()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var day = new DateOnly(1900, 1, 1).AddDays(random.Next(45_000));
            var start = $"{day:yyyyMM}{day.Day + (random.Next(2) * 60):00}{random.Next(1, 1000):000}";
            Assert.Equal([WithCheckDigit(start)], Enumerable.Range(0, 10).Select(digit => $"{start}{digit}").Where(SwedishNationalId.IsValid));
        }
    }

    [Fact]
    public void Prints_masked_wherever_it_stands()
    {
        Assert.True(NationalId.TryParse(Known, NationalIdFormat.Swedish, out var id));

        string[] printed = [id.ToString(), $"{id}", new { Number = id }.ToString()!, JsonSerializer.Serialize(id), string.Format(null, "{0}", id)];

        Assert.All(printed, text => Assert.DoesNotContain(Known[..4], text, StringComparison.Ordinal));
        Assert.Equal("************", id.ToString());
    }

    [Fact]
    public void Is_equal_to_the_same_number_only()
    {
        Assert.True(NationalId.TryParse(Known, NationalIdFormat.Swedish, out var one));
        Assert.True(NationalId.TryParse(Known, NationalIdFormat.Swedish, out var same));
        Assert.True(NationalId.TryParse("198208273584", NationalIdFormat.Swedish, out var other));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, default);
        Assert.Throws<InvalidOperationException>(() => default(NationalId).Reveal());
    }

    /// <summary>Luhn by its textbook: from the right, every second digit doubled, digits of products added.</summary>
    private static string WithCheckDigit(string eleven)
    {
        var sum = eleven[2..].Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 2 : 1)).Select(product => product > 9 ? product - 9 : product).Sum();
        return $"{eleven}{(10 - (sum % 10)) % 10}";
    }
}

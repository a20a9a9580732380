namespace AccountLinking.Linking.NationalIds;

/// <summary>
/// Personal numbers (YYYYMMDDNNNC) and coordination numbers, whose day has 60 added. Skatteverket also issues coordination numbers
/// whose month is 00, or whose day is 60 or one that the month does not have; those of persons are real dates. Organisation numbers
/// (century 16) and interim numbers (with a letter) belong to no person for good.
/// https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html
/// </summary>
internal static class SwedishNationalId
{
    private const int Length = 12;
    private const int CoordinationDays = 60;
    private const int MaxDay = 31;

    public static bool IsValid(string text) =>
        text.Length == Length && text.All(char.IsAsciiDigit) && IsBirthTime(text) && Number(text, 8, 3) != 0 && HasLuhnDigit(text.AsSpan(2));

    private static bool IsBirthTime(string text)
    {
        var (year, month, day) = (Number(text, 0, 4), Number(text, 4, 2), Number(text, 6, 2));
        if (year is < 1800 or > 2099) return false;
        return day >= CoordinationDays
            ? month <= 12 && day - CoordinationDays <= MaxDay
            : month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>Over the last ten digits: https://en.wikipedia.org/wiki/Luhn_algorithm.</summary>
    private static bool HasLuhnDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var product = (digits[index] - '0') * (index % 2 == 0 ? 2 : 1);
            sum += (product / 10) + (product % 10);
        }

        return sum % 10 == 0;
    }

    private static int Number(string text, int start, int length) =>
        int.Parse(text.AsSpan(start, length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
}

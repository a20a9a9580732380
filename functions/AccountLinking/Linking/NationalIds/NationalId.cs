using System.Diagnostics;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.NationalIds;

/// <summary>A valid national id. It prints masked, whole: half of it is a date of birth.</summary>
[DebuggerDisplay("************")]
public readonly record struct NationalId
{
    private readonly string? _value;

    private NationalId(string value) => _value = value;

    public static bool TryParse(string? text, NationalIdFormat format, out NationalId id)
    {
        var isValid = text is not null && format switch
        {
            NationalIdFormat.Swedish => SwedishNationalId.IsValid(text),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };
        id = isValid ? new NationalId(text!) : default;
        return isValid;
    }

    /// <summary>The number itself, for the search at Auth0 and nothing else.</summary>
    public string Reveal() => _value ?? throw new InvalidOperationException("A national id that was never given.");

    public override string ToString() => "************";
}

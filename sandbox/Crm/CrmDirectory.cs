using System.Collections.Concurrent;

namespace AccountLinking.Sandbox.Crm;

/// <summary>The CRM's answers by phone number.</summary>
public sealed class CrmDirectory
{
    private readonly ConcurrentDictionary<string, CrmAnswer> _answers = new(StringComparer.Ordinal);

    public CrmAnswer? Find(string phoneNumber) => _answers.GetValueOrDefault(phoneNumber);

    public void Set(string phoneNumber, CrmAnswer answer) => _answers[phoneNumber] = answer;

    public void Reset(IReadOnlyDictionary<string, CrmAnswer> answers)
    {
        _answers.Clear();
        foreach (var (phoneNumber, answer) in answers) Set(phoneNumber, answer);
    }
}

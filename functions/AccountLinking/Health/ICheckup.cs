using AccountLinking.Auth0;

namespace AccountLinking.Health;

/// <summary>A part of the examination.</summary>
internal interface ICheckup
{
    /// <summary>The names of its lines.</summary>
    static abstract IReadOnlyList<string> Names { get; }

    /// <returns>In the order in which they are told.</returns>
    Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget);
}

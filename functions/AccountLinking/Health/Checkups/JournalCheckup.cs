using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Journal.Stores.Blobs;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>Whether the journal can be written, read and deleted from: with a document of its own, which no record is near.</summary>
internal sealed class JournalCheckup(IOptions<JournalOptions> options, IServiceProvider services) : ICheckup
{
    private const string Name = "journal";

    /// <summary>One for the process, so that where nothing can be deleted there is not more and more of it.</summary>
    private readonly string _document = $"checkups/{Guid.NewGuid():n}";

    public static IReadOnlyList<string> Names { get; } = [Name];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        if (options.Value.Kind == JournalKind.Blob) await SignInAsync(budget);
        var store = services.GetRequiredService<IJournalStore>();
        var before = await store.ReadAsync(_document, budget.Reading);
        var version = await store.WriteAsync(_document, "{}"u8.ToArray(), before?.Version, budget.Reading);
        var isThere = version is not null && await store.ReadAsync(_document, budget.Reading) is { } document && document.Version == version;
        return isThere && await store.DeleteAsync(_document, version!, budget.Reading)
            ? [Finding.Pass(Name, "The journal can be written.")]
            : throw new JournalException("The journal does not keep what was written to it: check that nothing else writes or deletes at Journal:Path or Journal:ContainerUri.");
    }

    /// <summary>A service has its token by now; on a laptop it may take longer than a call to the journal has.</summary>
    private async Task SignInAsync(RequestBudget budget) =>
        await new JournalCredential(services.GetRequiredService<TokenCredential>()).GetTokenAsync(new TokenRequestContext([BlobContainer.Scope]), budget.Reading);
}

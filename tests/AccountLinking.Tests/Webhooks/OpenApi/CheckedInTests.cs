using Xunit.Sdk;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>What whoever changes the code is told by the test that writes the document.</summary>
public sealed class CheckedInTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_file_that_is_not_what_it_must_be_fails_with_the_line_and_how_to_write_it_anew()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("UPDATE_CHECKED_IN") == "1", "Files are written anew.");
        File.WriteAllText(_file, "one\ntwo\n");

        CheckedIn.AssertIs(_file, "one\ntwo\n");
        var failure = Assert.ThrowsAny<XunitException>(() => CheckedIn.AssertIs(_file, "one\nthree\n"));

        Assert.Contains("line 2 is\n  two\nand must be\n  three\nRun this test with UPDATE_CHECKED_IN=1", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\n", File.ReadAllText(_file));
    }

    [Fact]
    public void A_file_that_is_not_there_fails_too()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("UPDATE_CHECKED_IN") == "1", "Files are written anew.");

        Assert.ThrowsAny<XunitException>(() => CheckedIn.AssertIs(_file + ".none", "one\n"));
    }
}

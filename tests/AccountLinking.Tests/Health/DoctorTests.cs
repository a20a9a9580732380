using AccountLinking.Health;
using AccountLinking.Tests.Auth0;

namespace AccountLinking.Tests.Health;

/// <summary>How often anybody is really asked.</summary>
public sealed class DoctorTests
{
    private readonly SteppedClock _clock = new();
    private readonly Doctor _doctor;
    private int _examinations;
    private Verdict _verdict = Verdict.Pass;
    private Task _gate = Task.CompletedTask;

    public DoctorTests() => _doctor = new Doctor(ExamineAsync, _clock);

    [Theory]
    [InlineData(Verdict.Pass, 30)]
    [InlineData(Verdict.Warn, 30)]
    [InlineData(Verdict.Skip, 30)]
    [InlineData(Verdict.Fail, 10)]
    public async Task A_report_is_told_again_until_it_is_old(Verdict verdict, int seconds)
    {
        _verdict = verdict;
        var first = await AskAsync();

        _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Same(first, await AskAsync());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, await AskAsync());

        Assert.Equal(2, _examinations);
    }

    [Fact]
    public async Task Many_at_once_are_one_examination()
    {
        var gate = new TaskCompletionSource();
        _gate = gate.Task;
        var asking = Enumerable.Range(0, 20).Select(_ => AskAsync()).ToList();
        gate.SetResult();

        var reports = await Task.WhenAll(asking);

        Assert.Single(reports.Distinct());
        Assert.Equal(1, _examinations);
    }

    [Fact]
    public async Task Whoever_hangs_up_takes_the_examination_from_nobody()
    {
        var gate = new TaskCompletionSource();
        _gate = gate.Task;
        using var hangUp = new CancellationTokenSource();
        var gone = _doctor.ReportAsync(hangUp.Token);
        var waiting = AskAsync();

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.SetResult();

        Assert.True((await waiting).IsReady);
        Assert.Equal(1, _examinations);
    }

    [Fact]
    public async Task One_that_takes_long_is_fresh_from_its_end()
    {
        var gate = new TaskCompletionSource();
        _gate = gate.Task;
        var waiting = AskAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        gate.SetResult();
        var first = await waiting;

        _clock.Advance(TimeSpan.FromSeconds(29));

        Assert.Same(first, await AskAsync());
    }

    [Fact]
    public async Task However_often_it_fails_there_are_twelve_in_five_minutes_and_then_the_last_is_told()
    {
        _verdict = Verdict.Fail;
        for (var seconds = 0; seconds < 300; seconds += 10)
        {
            await AskAsync();
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(Doctor.MostExaminations, _examinations);
        // The first of them is five minutes ago by now.
        await AskAsync();
        Assert.Equal(Doctor.MostExaminations + 1, _examinations);
    }

    [Fact]
    public async Task One_that_breaks_is_not_kept_for_long()
    {
        _gate = Task.FromException(new InvalidOperationException("broken"));
        await Assert.ThrowsAsync<InvalidOperationException>(AskAsync);
        _gate = Task.CompletedTask;

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await AskAsync()).IsReady);
    }

    private Task<HealthReport> AskAsync() => _doctor.ReportAsync(TestContext.Current.CancellationToken);

    private async Task<HealthReport> ExamineAsync()
    {
        _examinations++;
        await _gate;
        return new HealthReport(_clock.GetUtcNow(), [new Finding("something", _verdict, "It is as it is.")]);
    }
}

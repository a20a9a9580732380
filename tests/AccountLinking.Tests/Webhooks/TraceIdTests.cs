using System.Diagnostics;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.Tests.Webhooks;

/// <summary>What an error answer and the log have in common.</summary>
public sealed class TraceIdTests
{
    [Fact]
    public void Is_the_requests_also_where_another_flow_answers_it()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpActivityFeature>(new Feature(activity));
        // As in the Functions worker, where the call comes over gRPC.
        Activity.Current = null;

        Assert.Equal(activity.TraceId.ToHexString(), Problem.TraceId(context));
    }

    [Fact]
    public void Is_the_connections_where_nobody_traces()
    {
        Activity.Current = null;

        Assert.Equal("0HN:1", Problem.TraceId(new DefaultHttpContext { TraceIdentifier = "0HN:1" }));
    }

    private sealed class Feature(Activity activity) : IHttpActivityFeature
    {
        public Activity Activity { get; set; } = activity;
    }
}

using System.Reflection;
using AccountLinking.Functions.Triggers;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Tests.Triggers;

/// <summary>The Functions app serves the route table, no more and no less.</summary>
public sealed class TriggerTests
{
    private static readonly IReadOnlyList<MethodInfo> Functions =
        [.. typeof(LinkFunction).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)];

    public static TheoryData<string> Names => [.. RouteTable.All.Select(route => route.Name)];

    [Fact]
    public void Every_route_has_one_function_and_no_function_is_without_a_route() => Assert.Equal(
        RouteTable.All.Select(route => route.Name).Order(StringComparer.Ordinal),
        Functions.Select(function => function.GetCustomAttribute<FunctionAttribute>()!.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_has_the_method_the_path_and_the_access_of_its_route(string name)
    {
        var route = RouteTable.All.Single(route => route.Name == name);
        var parameter = Assert.Single(Functions.Single(function => function.GetCustomAttribute<FunctionAttribute>()!.Name == name).GetParameters());
        var trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()!;

        Assert.Equal(typeof(HttpRequest), parameter.ParameterType);
        Assert.Equal(route.Path, trigger.Route);
        Assert.Equal(route.IsForBrowsers ? [route.Method.Method, "OPTIONS"] : [route.Method.Method], trigger.Methods!.Select(method => method.ToUpperInvariant()));
        Assert.Equal(route.Access == Access.FunctionKey ? AuthorizationLevel.Function : AuthorizationLevel.Anonymous, trigger.AuthLevel);
    }
}

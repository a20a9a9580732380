using AccountLinking.Webhooks;
using AccountLinking.Webhooks.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>Writes the document from what Kestrel serves: routes and methods are those of the mapping, the words those of the route table.</summary>
internal static class DocumentWriter
{
    private const string Name = "service";
    private const OpenApiSpecVersion Version = OpenApiSpecVersion.OpenApi3_1;

    public static async Task<string> WriteAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = Version;
            options.AddOperationTransformer(DescribeAsync);
            options.AddDocumentTransformer((document, _, _) =>
            {
                Preamble.Write(document);
                return Task.CompletedTask;
            });
        });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapAccountLinking();
        // What is mapped is known to others once the server has started.
        await app.StartAsync(cancellation);
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellation);
        await app.StopAsync(cancellation);
        return (await document.SerializeAsJsonAsync(Version, cancellation)).ReplaceLineEndings("\n") + "\n";
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var route = context.Description.ActionDescriptor.EndpointMetadata.OfType<ServiceRoute>().Single();
        var description = route.Describe?.Invoke() ?? throw new InvalidOperationException($"RouteTable.{route.Name} has no description: say with Describe what it does, what it takes and what it answers.");
        new OperationWriter(operation, context.Document!).Write(route, description);
        return Task.CompletedTask;
    }
}

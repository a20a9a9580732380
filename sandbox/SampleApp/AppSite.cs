using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.FileProviders;

namespace AccountLinking.Sandbox.SampleApp;

/// <summary>
/// The address of the sample application: its files as they are, the packages that they load, and where tenant and service are.
/// </summary>
/// <param name="config">Asked at each request: the service begins after the application, whose address it has to know.</param>
public sealed class AppSite(string folder, AppPackages packages, Func<AppConfig> config)
{
    private const string JavaScript = "text/javascript; charset=utf-8";

    public void Map(WebApplication app)
    {
        app.Use(new RequestGuard(RefuseAsync).InvokeAsync);
        app.Use(SetHeadersAsync);
        app.Use(LeadToOneAddressAsync);
        app.UseRouting();
        if (Directory.Exists(folder))
        {
            var files = new PhysicalFileProvider(Path.GetFullPath(folder));
            app.Lifetime.ApplicationStopped.Register(files.Dispose);
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        }

        app.MapGet("/config.json", () => JsonResult.Of(config().ToJson()));
        app.MapGet("/vendor/{name}", (string name) => packages.Find(name) is { } file
            ? Results.File(file, JavaScript)
            : Results.Text(AppPackages.Missing, statusCode: StatusCodes.Status404NotFound));
    }

    /// <summary>
    /// The pages may ask tenant and service and hold the tenant in a frame, which is how Auth0's SDK finds a session; they may load and
    /// run nothing that does not come from here. Nothing is stored: the next sandbox on this port may have other files.
    /// </summary>
    private Task SetHeadersAsync(HttpContext context, RequestDelegate next)
    {
        var (tenant, service) = (config().Tenant, config().Service);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy =
            $"default-src 'self'; connect-src 'self' {tenant} {service}; frame-src {tenant}; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    /// <summary>By its other name the address is another origin, which neither tenant nor service knows.</summary>
    private static Task LeadToOneAddressAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!string.Equals(request.Host.Host, "localhost", StringComparison.OrdinalIgnoreCase)) return next(context);
        context.Response.Redirect($"http://127.0.0.1:{context.Connection.LocalPort}{request.Path}{request.QueryString}");
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason) => Results.Text(reason, statusCode: status).ExecuteAsync(context);
}

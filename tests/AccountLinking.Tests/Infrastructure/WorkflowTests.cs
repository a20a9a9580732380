using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>What holds for every pipeline, so that none can be made to do more than it says.</summary>
public sealed partial class WorkflowTests
{
    private const string DeployEnvironment = "./.github/workflows/deploy-environment.yml";

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Workflow.Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_action_is_pinned_to_a_commit_and_says_of_which_version(string name)
    {
        var uses = Workflow.Read(name).Text.Split('\n').Where(line => UsesSomething().IsMatch(line)).ToList();

        Assert.All(uses.Where(line => !line.Contains("uses: ./", StringComparison.Ordinal)), line => Assert.Matches(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_job_may_read_what_it_names_and_nothing_else(string name)
    {
        var workflow = Workflow.Read(name);

        Assert.Empty(((YamlMappingNode)workflow.Root["permissions"]).Children);
        Assert.All(workflow.Jobs.SelectMany(Permissions), permission => Assert.True(permission is ("id-token", "write") or (_, "read"), $"{permission.Name}: {permission.Access}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_a_job_that_signs_in_to_Azure_has_an_identity(string name)
    {
        foreach (var job in Workflow.Read(name).Jobs)
        {
            var signsIn = Workflow.Field(job, "uses") == DeployEnvironment || Workflow.StepsOf(job).Any(step => Workflow.Field(step, "uses")?.StartsWith("Azure/login@", StringComparison.Ordinal) == true);
            Assert.Equal(signsIn, Permissions(job).Contains(("id-token", "write")));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_credential_is_stored_for_it_and_no_stranger_starts_it_with_rights(string name)
    {
        var workflow = Workflow.Read(name);

        Assert.DoesNotMatch(@"\bsecrets\b|\bcreds:|client-secret:", workflow.Text);
        Assert.Subset(new HashSet<string?> { "push", "pull_request", "workflow_call", "workflow_dispatch" }, Workflow.Map(workflow.Root, "on").Children.Keys.Select(key => ((YamlScalarNode)key).Value).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_gets_values_by_its_environment_and_stops_at_the_first_failure(string name)
    {
        var workflow = Workflow.Read(name);
        var scripts = workflow.Steps.Where(step => Workflow.Field(step, "run") is not null).ToList();

        Assert.All(scripts, step => Assert.DoesNotContain("${{", Workflow.Field(step, "run"), StringComparison.Ordinal));
        Assert.All(scripts, step => Assert.Null(Workflow.Field(step, "shell")));
        Assert.Equal("bash -euo pipefail {0}", Workflow.Field(Workflow.Map(Workflow.Map(workflow.Root, "defaults"), "run"), "shell"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_checkout_leaves_no_token_behind(string name)
    {
        var checkouts = Workflow.Read(name).Steps.Where(step => Workflow.Field(step, "uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true);

        Assert.All(checkouts, step => Assert.Equal("false", Workflow.Field(Workflow.Map(step, "with"), "persist-credentials")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_job_ends_by_itself(string name) =>
        Assert.All(Workflow.Read(name).Jobs.Where(job => Workflow.Field(job, "uses") is null), job => Assert.InRange(int.Parse(Workflow.Field(job, "timeout-minutes")!, CultureInfo.InvariantCulture), 1, 60));

    [Fact]
    public void A_pull_request_is_told_what_it_would_change_and_changes_nothing()
    {
        var scripts = string.Join('\n', Workflow.Read("infrastructure.yml").Steps.Select(step => Workflow.Field(step, "run")));

        Assert.Contains("az deployment sub what-if ", scripts, StringComparison.Ordinal);
        Assert.DoesNotMatch("az deployment sub create|config-zip|infra/release", scripts);
        Assert.Equal(["pull_request"], Workflow.Map(Workflow.Read("infrastructure.yml").Root, "on").Children.Keys.Select(key => key.ToString()));
    }

    /// <summary>Whoever looks for the way back when he needs it may find it gone.</summary>
    [Fact]
    public void A_deployment_knows_its_way_back_before_it_changes_anything_and_is_given_it()
    {
        var steps = Workflow.Read("deploy-environment.yml").Steps.Select(step => Workflow.Field(step, "run") ?? string.Empty).ToList();
        int IndexOf(string command) => steps.FindIndex(script => script.Contains(command, StringComparison.Ordinal));

        Assert.InRange(IndexOf("infra/previous-run"), 0, IndexOf("az deployment sub create") - 1);
        Assert.InRange(IndexOf("az deployment sub create"), 0, IndexOf("infra/release") - 1);
        Assert.Contains("previous=(--previous previous/package.zip)", steps[IndexOf("infra/release")], StringComparison.Ordinal);
        Assert.Contains("infra/release --package new/package.zip \"${previous[@]}\"", steps[IndexOf("infra/release")], StringComparison.Ordinal);
    }

    /// <summary>A pull request of a fork may leave an artifact of the same name.</summary>
    [Fact]
    public void A_former_package_is_ours_before_it_is_taken()
    {
        var steps = Workflow.StepsOf(Workflow.Map(Workflow.Map(Workflow.Read("deploy.yml").Root, "jobs"), "package")).ToList();
        var (examined, taken) = (steps.FindIndex(step => Workflow.Field(step, "name") == "Examine the former run"), steps.FindIndex(step => Workflow.Field(step, "uses")?.StartsWith("actions/download-artifact@", StringComparison.Ordinal) == true));

        Assert.InRange(examined, 0, taken - 1);
        Assert.Contains("[[ $from == \"$GITHUB_REPOSITORY $DEFAULT_BRANCH\" ]] || {", Workflow.Field(steps[examined], "run"), StringComparison.Ordinal);
        Assert.Equal(Workflow.Field(steps[taken], "if"), Workflow.Field(steps[examined], "if"));
    }

    /// <summary>https://learn.microsoft.com/azure/developer/azure-developer-cli/azd-schema.</summary>
    [Fact]
    public void Azd_deploys_the_app_and_sets_its_secrets_in_between()
    {
        var root = Workflow.ReadYaml("azure.yaml");
        var service = Workflow.Map(Workflow.Map(root, "services"), "service");
        var hooks = Workflow.Map(root, "hooks");

        Assert.Equal(("function", "dotnet"), (Workflow.Field(service, "host"), Workflow.Field(service, "language")));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Repository.Root, Workflow.Field(service, "project")!), "*.csproj"));
        Assert.True(File.Exists(Path.Combine(Repository.Root, Workflow.Field(Workflow.Map(root, "infra"), "path")!, $"{Workflow.Field(Workflow.Map(root, "infra"), "module")}.bicep")));
        Assert.Equal(["postdeploy", "postprovision", "preprovision"], hooks.Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains("infra/secrets \"$AZURE_KEY_VAULT_NAME\"", Workflow.Field(Workflow.Map(hooks, "postprovision"), "run"), StringComparison.Ordinal);
        Assert.Contains("infra/smoke-test --for 900 \"$SERVICE_URL\"", Workflow.Field(Workflow.Map(hooks, "postdeploy"), "run"), StringComparison.Ordinal);
        Assert.All(hooks.Children.Values.Cast<YamlMappingNode>(), hook => Assert.Equal("false", Workflow.Field(hook, "continueOnError")));
        Assert.Contains("'azd-service-name': 'service'", File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicep")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deployment_is_not_cancelled_for_another()
    {
        var job = Assert.Single(Workflow.Read("deploy-environment.yml").Jobs);

        Assert.Equal("${{ inputs.environment }}", Workflow.Field(job, "environment"));
        Assert.Equal("deploy-${{ inputs.environment }}", Workflow.Field(Workflow.Map(job, "concurrency"), "group"));
        Assert.Equal("false", Workflow.Field(Workflow.Map(job, "concurrency"), "cancel-in-progress"));
    }

    [Fact]
    public void Nothing_is_deployed_where_nobody_has_switched_it_on() =>
        Assert.Contains("vars.DEPLOY == 'true'", Workflow.Field((YamlMappingNode)Workflow.Read("deploy.yml").Root["jobs"]["package"], "if"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_of_the_repository_is_there_and_can_be_run(string name)
    {
        var scripts = Workflow.Read(name).Steps.SelectMany(step => ScriptOfOurs().Matches(Workflow.Field(step, "run") ?? string.Empty)).Select(match => Path.Combine(Repository.Root, match.Value.TrimStart()));

        Assert.All(scripts, file => Assert.True(File.Exists(file) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute)), file));
    }

    private static IEnumerable<(string? Name, string? Access)> Permissions(YamlMappingNode job) =>
        Workflow.Map(job, "permissions").Children.Select(permission => (((YamlScalarNode)permission.Key).Value, ((YamlScalarNode)permission.Value).Value));

    [GeneratedRegex(@"^\s*(- )?uses:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsesSomething();

    [GeneratedRegex(@"(?<=^|[\s(])(infra|\.ci)/[a-z-]+(?=\s|\)|$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptOfOurs();
}

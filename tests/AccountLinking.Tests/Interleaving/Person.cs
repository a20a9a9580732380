namespace AccountLinking.Tests.Interleaving;

/// <summary>An account whose metadata tells whose it was.</summary>
/// <param name="Root">What else stands at its root.</param>
/// <param name="App">What its <c>app_metadata</c> holds beside its own.</param>
internal sealed record Person(string Id, int Year, string Root = "", string App = "")
{
    private string Key => Id.Replace('|', '_');

    public string[] Facts => [$"app_metadata/app_{Key} = true", $"user_metadata/list[] = \"{Id}\"", $"user_metadata/own_{Key} = 1"];

    public string Document =>
        $$"""{"user_id": "{{Id}}", "created_at": "{{Year}}-01-01T00:00:00.000Z"{{Root}}, "user_metadata": {"own_{{Key}}": 1, "list": ["{{Id}}"], "shared": "{{Id}}"}, "app_metadata": {"app_{{Key}}": true{{App}} } }""";
}

namespace AccountLinking.Tests.Docs;

/// <summary>What counts as a test, and where a link leads: it would be no proof if everything did.</summary>
public sealed class TestNamesTests
{
    private const string Titles = """
        test('goes on when it can\'t', async (t) => {
        const all = ['the first', 'the second'];
        for (const name of all) {
          test(`asks when ${name} is ${JSON.stringify({ name }) ?? 'missing'}`, async (t) => {
          test(`takes ${name.length > 4 ? `one of ${name.length}` : name}, too`, () => {
        // test('is commented out', async (t) => {
        """;

    [Fact]
    public void A_method_is_one_with_the_attribute_and_under_the_name_of_its_class()
    {
        const string One = """
            public sealed class OneTests(Fixture fixture) : Tests(fixture)
            {
                [Fact]
                public void Alone() => Nothing();

                [Theory]
                [InlineData("a [b] c")]
                [InlineData(
                    "on several lines",
                    "[{\"x\": 1}]")]
                public async Task<int> With_data(string text)

                // A text that is read, and no test: one that is skipped proves nothing.
                [Fact(Skip = "later")]
                public void Skipped() => Nothing();

                public void Without() => Nothing();

                private sealed class Nested
                {
                }

                [Fact]
                public void After_a_nested_class() => Nothing();
            }
            """;
        const string Contract = "public abstract class Held<TClient>(Fixture fixture) : Tests(fixture)\n{\n    [Fact]\n    public void Is_held() => Nothing();\n}\n";
        const string NobodysContract = "public abstract class Idle\n{\n    [Fact]\n    public void Is_not() => Nothing();\n}\n";
        const string Holder = "public sealed class HolderTests(Fixture fixture) : Held<Http>(fixture);\npublic sealed class OtherTests : Idler;\n";

        var names = TestNames.OfDotnet([One, Contract, NobodysContract, Holder]);

        Assert.Equal(["Held.Is_held", "OneTests.After_a_nested_class", "OneTests.Alone", "OneTests.With_data"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("goes on when it can't", true)]
    [InlineData("goes on when it can", false)]
    [InlineData("asks when the second is …", true)]
    [InlineData("asks when … is …", true)]
    [InlineData("asks when the third is …", false)]
    [InlineData("asks when the second", false)]
    [InlineData("takes …, too", true)]
    [InlineData("is commented out", false)]
    public void A_title_is_one_of_the_file_and_what_fills_it_stands_there(string title, bool isOne) => Assert.Equal(isOne, TestNames.IsTitle(title, Titles));

    [Fact]
    public void Every_test_of_this_program_is_known_by_its_source()
    {
        var tests = TestNames.OfDotnet();

        var missing = typeof(TestNamesTests).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsAbstract: false })
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: false)))
            .Select(method => $"{method.DeclaringType!.Name.Split('`')[0]}.{method.Name}").Distinct(StringComparer.Ordinal).Where(name => !tests.Contains(name));

        Assert.Empty(missing);
    }

    [Fact]
    public void A_heading_is_called_in_links_as_GitHub_calls_it() => Assert.Equal(
        ["post-apiaccountslink", "the-action", "the-action-1", "two--three", "who-was-joined"],
        MarkdownLinks.AnchorsOf("# The Action\n\n## POST /api/accounts/link\n### `Who was` joined?\n#no heading\n## The Action\n## Two & three\n").Order(StringComparer.Ordinal));

    [Fact]
    public void A_row_is_what_stands_below_the_columns_of_a_table()
    {
        var threat = Assert.Single(Threat.ReadAll("# All\n\n| what |\n\n## One\n\n| what | control | proof |\n|---|---|---|\n| a | b [c](d.md#e) | `X.Y`, `z.test.cjs: a, b` and so on |\n"));

        Assert.Equal(("One", "a", "b [c](d.md#e)", "and so on"), (threat.Group, threat.Attack, threat.Control, threat.Rest));
        Assert.Equal(["X.Y", "z.test.cjs: a, b"], threat.Proofs);
    }
}

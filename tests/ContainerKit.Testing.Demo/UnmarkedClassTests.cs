namespace ContainerKit.Testing.Demo;

/// <summary>A plain fact in a class without the attribute.</summary>
public sealed class UnmarkedClassTests(LoggingFixture shared) : IClassFixture<LoggingFixture>
{
    [Fact]
    public async Task A_plain_fact_in_an_unmarked_class_fails()
    {
        await shared.LogAsync("while the unmarked fact ran");
        Assert.Fail("on purpose");
    }
}

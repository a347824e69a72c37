namespace ContainerKit.Testing.Demo;

/// <summary>A plain fact in a class with the attribute that adds container logs.</summary>
[ContainerTests]
public sealed class MarkedClassTests(LoggingFixture shared) : IClassFixture<LoggingFixture>
{
    [Fact]
    public async Task A_plain_fact_in_a_marked_class_fails()
    {
        await shared.LogAsync("while the plain fact ran");
        Assert.Fail("on purpose");
    }
}

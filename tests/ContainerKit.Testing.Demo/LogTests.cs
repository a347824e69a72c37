namespace ContainerKit.Testing.Demo;

/// <summary>Some pass and some fail; the output of those that fail tells what the container wrote meanwhile.</summary>
public sealed class LogTests(TalkerFixture shared) : IClassFixture<TalkerFixture>
{
    [DockerFact]
    public Task Passes() => shared.SayAsync("while Passes ran");

    [DockerFact]
    public async Task Fails()
    {
        await shared.SayAsync("while Fails ran");
        Assert.Fail("on purpose");
    }

    [DockerTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fails_for_one_row(bool fails)
    {
        await shared.SayAsync($"while the row {fails} ran");
        Assert.False(fails);
    }

    [DockerFact]
    public async Task Fails_with_a_container_of_its_own()
    {
        await using var own = await new TalkerFixture().StartAsync(TestContext.Current.CancellationToken);
        await own.SayAsync("by the container of its own");
        Assert.Fail("on purpose");
    }

    [DockerFact]
    public async Task Fails_after_a_kill()
    {
        await using var own = await new TalkerFixture().StartAsync(TestContext.Current.CancellationToken);
        await own.Container.KillAsync(TestContext.Current.CancellationToken);
        Assert.Fail("on purpose");
    }

    [DockerFact]
    public async Task Fails_after_many_lines()
    {
        await shared.Container.ExecAsync(["sh", "-c", "seq 1 5000 | sed 's/^/line /' > /proc/1/fd/1"], TestContext.Current.CancellationToken);
        Assert.Fail("on purpose");
    }
}

/// <summary>The same with a plain fact: one attribute on the class or on the assembly does it.</summary>
[ContainerTests]
public sealed class MarkedClassTests(TalkerFixture shared) : IClassFixture<TalkerFixture>
{
    [Fact]
    public async Task Fails()
    {
        await shared.SayAsync("while the plain one ran");
        Assert.Fail("on purpose");
    }
}

/// <summary>A plain fact that nothing marks.</summary>
public sealed class UnmarkedTests(TalkerFixture shared) : IClassFixture<TalkerFixture>
{
    [Fact]
    public async Task Fails()
    {
        await shared.SayAsync("while nobody looked");
        Assert.Fail("on purpose");
    }
}

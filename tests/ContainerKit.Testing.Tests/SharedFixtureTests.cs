namespace ContainerKit.Testing.Tests;

/// <summary>One container for a class, one for a collection, one for the assembly.</summary>
[Collection(SharingClasses.Name)]
public sealed class SharedFixtureTests(SleeperFixture ofClass, CollectionFixture ofCollection, AssemblyWideFixture ofAssembly) : IClassFixture<SleeperFixture>
{
    [DockerFact]
    public async Task Fixtures_of_each_kind_run_while_the_test_does()
    {
        foreach (var fixture in (ContainerFixture[])[ofClass, ofCollection, ofAssembly])
            (await DockerCli.InspectAsync(fixture.Container.Id)).GetProperty("State").GetProperty("Running").GetBoolean().Should().BeTrue();
    }
}

/// <summary>A second class of the same collection.</summary>
[Collection(SharingClasses.Name)]
public sealed class SharedAgainTests(CollectionFixture ofCollection, AssemblyWideFixture ofAssembly)
{
    [DockerFact]
    public async Task The_next_class_finds_what_it_shares_still_running()
    {
        (await ofCollection.Container.ExecAsync(["true"], TestContext.Current.CancellationToken)).ExitCode.Should().Be(0);
        (await ofAssembly.Container.ExecAsync(["true"], TestContext.Current.CancellationToken)).ExitCode.Should().Be(0);
    }
}

/// <summary>A container for each test, by the test class's own life.</summary>
public sealed class FixturePerTestTests : IAsyncLifetime
{
    private readonly SleeperFixture _own = new();

    public ValueTask InitializeAsync() => _own.InitializeAsync();

    public ValueTask DisposeAsync() => _own.DisposeAsync();

    [DockerFact]
    public async Task A_test_class_may_start_a_fixture_for_each_test() =>
        (await _own.Container.ExecAsync(["true"], TestContext.Current.CancellationToken)).ExitCode.Should().Be(0);

    [DockerFact]
    public async Task A_test_may_have_a_fixture_of_its_own()
    {
        string id;
        await using (var fixture = await new SleeperFixture().StartAsync(TestContext.Current.CancellationToken))
        {
            id = fixture.Container.Id;
            fixture.Containers.Should().ContainSingle();
            await fixture.InitializeAsync();
            fixture.Container.Id.Should().Be(id, "a fixture starts once, whoever asks");
        }

        (await DockerCli.ExistsAsync(id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_container_that_somebody_removed_is_no_trouble_at_the_end()
    {
        var fixture = await new SleeperFixture().StartAsync(TestContext.Current.CancellationToken);
        await DockerCli.AskAsync("rm", "-f", fixture.Container.Id);
        await fixture.DisposeAsync();
        await fixture.DisposeAsync();
    }

    [Fact]
    public void A_fixture_that_was_not_started_says_how_to_declare_it() => FluentActions.Invoking(() => new SleeperFixture().Container)
        .Should().Throw<InvalidOperationException>().WithMessage("*IClassFixture<SleeperFixture>*StartAsync*");
}

namespace ContainerKit.Testing.Tests;

/// <summary>One container for a class, one for a collection, one for the assembly.</summary>
[Collection(SharedContainerDefinition.Name)]
public sealed class SharedFixtureTests(SleeperFixture classFixture, CollectionFixture collectionFixture,
    AssemblyWideFixture assemblyFixture) : IClassFixture<SleeperFixture>
{
    [DockerFact]
    public async Task Class_collection_and_assembly_fixtures_run_during_a_test()
    {
        foreach (var fixture in (ContainerFixture[])[classFixture, collectionFixture, assemblyFixture])
            (await DockerCli.InspectAsync(fixture.Container.Id)).GetProperty("State").GetProperty("Running")
                .GetBoolean().Should().BeTrue();
    }
}

/// <summary>A second class of the same collection.</summary>
[Collection(SharedContainerDefinition.Name)]
public sealed class SecondSharedFixtureTests(CollectionFixture collectionFixture, AssemblyWideFixture assemblyFixture)
{
    [DockerFact]
    public async Task Shared_fixtures_still_run_in_the_next_test_class()
    {
        (await collectionFixture.Container.ExecAsync(["true"], TestContext.Current.CancellationToken)).ExitCode
            .Should().Be(0);
        (await assemblyFixture.Container.ExecAsync(["true"], TestContext.Current.CancellationToken)).ExitCode.Should().Be(0);
    }
}

/// <summary>One container per test, started and disposed by the test class.</summary>
public sealed class FixturePerTestTests : IAsyncLifetime
{
    private readonly SleeperFixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [DockerFact]
    public async Task A_test_class_can_start_a_fixture_per_test() =>
        (await _fixture.Container.ExecAsync(["true"], TestContext.Current.CancellationToken)).ExitCode.Should().Be(0);

    [DockerFact]
    public async Task A_test_can_start_its_own_fixture()
    {
        string id;
        await using (var fixture = await new SleeperFixture().StartAsync(TestContext.Current.CancellationToken))
        {
            id = fixture.Container.Id;
            fixture.Containers.Should().ContainSingle();
            await fixture.InitializeAsync();
            fixture.Container.Id.Should().Be(id, "a fixture starts only once");
        }

        (await DockerCli.ExistsAsync(id)).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_fixture_whose_container_was_removed_is_disposed_without_an_error()
    {
        var fixture = await new SleeperFixture().StartAsync(TestContext.Current.CancellationToken);
        await DockerCli.GetOutputAsync("rm", "-f", fixture.Container.Id);
        await fixture.DisposeAsync();
        await fixture.DisposeAsync();
    }

    [Fact]
    public void A_fixture_that_was_not_started_throws_with_a_hint_how_to_declare_it() =>
        FluentActions.Invoking(() => new SleeperFixture().Container)
        .Should().Throw<InvalidOperationException>().WithMessage("*IClassFixture<SleeperFixture>*StartAsync*");
}

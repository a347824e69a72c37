namespace ContainerKit.Tests.Containers;

public sealed class ContainerFilterTests
{
    [Fact]
    public void A_container_filter_is_shown_as_options_of_docker_ps()
    {
        new ContainerFilter().ToString().Should().Be("list containers");
        new ContainerFilter
        {
            All = true,
            Limit = 2,
            Labels = ["a", "b=1"],
            States = [ContainerState.Exited],
            ExitCodes = [3],
            Before = "web"
        }.ToString()
            .Should().Be(
            "list containers --all --last 2 --filter status=exited --filter label=a --filter label=b=1 --filter " +
            "exited=3 --filter before=web");
        Container.List(new() { Names = ["web"] }).ToString().Should().Be("list containers --filter name=web");
    }

    [Fact]
    public void A_container_filter_is_sent_as_Engine_API_query_parameters()
    {
        new ContainerFilter().Query().ToString().Should().Be("?all=0");
        Uri.UnescapeDataString(
            new ContainerFilter
            {
                Sizes = true,
                Limit = 5,
                Health = [HealthStatus.Healthy],
                Networks = ["n\"1"],
                Volumes = ["/v"],
                Ancestors = ["i"],
                Since = "s"
            }.Query().ToString())
            .Should().Be(
            """?all=0&limit=5&size=1&filters={"ancestor":["i"],"network":["n\u00221"],"volume":["/v"],"health":""" +
            """["healthy"],"since":["s"]}""");
        Uri.UnescapeDataString(new ContainerFilter { ExitCodes = [0, 137] }.Query().ToString())
            .Should().Be("""?all=1&filters={"exited":["0","137"]}""");
    }

    [Fact]
    public void An_invalid_container_or_event_filter_is_rejected_when_it_is_created()
    {
        FluentActions.Invoking(() => new ContainerFilter { Limit = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ContainerFilter { States = [ContainerState.Unknown] })
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerFilter { Names = [null!] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Container.List(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new EventFilter { Types = [EngineEventType.Unknown] })
            .Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("../info")]
    [InlineData("web?force=1")]
    public void Container_Find_with_an_invalid_name_or_ID_is_rejected_when_the_plan_is_created(string nameOrId) =>
        FluentActions.Invoking(() => Container.Find(nameOrId)).Should().Throw<ArgumentException>();

    [Fact]
    public void Times_in_filters_are_sent_as_seconds_with_a_fraction()
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123).AddTicks(4567);
        Uri.UnescapeDataString(new PruneFilter { Until = time, Labels = ["a"], WithoutLabels = ["b=1"] }.Query().ToString())
            .Should().Be("""?filters={"until":["1700000000.1234567"],"label":["a"],"label!":["b=1"]}""");
        new EventFilter { Since = time, Until = time.AddSeconds(1) }.Query().ToString()
            .Should().Be("?since=1700000000.1234567&until=1700000001.123456799");
        new EventFilter { Since = DateTimeOffset.FromUnixTimeSeconds(5) }.Query().ToString().Should().Be("?since=5.000");
        new PruneFilter().Query().ToString().Should().BeEmpty();
    }
}

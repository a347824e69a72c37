using System.Globalization;
using System.Net.NetworkInformation;

namespace ContainerKit.Engine.Tests.Containers.Spec;

/// <summary>Regression tests for defects of other libraries when they run containers.</summary>
public sealed class KnownDefectTests : EngineTest
{
    [DockerFact]
    public async Task One_port_published_on_tcp_and_udp_does_not_throw()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sleep", "infinity") with { Publish = ["53/tcp", "53/udp"] });

        (await container.GetPublishedPortAsync(53, PortProtocol.Tcp, Token)).Port.Should().Be(await PublishedAsync("53/tcp"));
        (await container.GetPublishedPortAsync(53, PortProtocol.Udp, Token)).Port.Should().Be(await PublishedAsync("53/udp"));

        async Task<int> PublishedAsync(string port)
        {
            var bindings = (await InspectAsync(container.Id))
                .GetProperty("NetworkSettings").GetProperty("Ports").GetProperty(port);
            var hostPort = bindings.EnumerateArray().Should().ContainSingle().Which.GetProperty("HostPort").GetString();
            return int.Parse(hostPort!, CultureInfo.InvariantCulture);
        }
    }

    [DockerFact]
    [Requires(EngineFeature.DefaultNetworkMacAddress)]
    public async Task A_MAC_address_without_a_network_is_not_silently_ignored()
    {
        var mac = PhysicalAddress.Parse("02:42:0a:0b:0c:0e");
        await using var network = await Network.Create();

        (await MacAsync(Spec())).Should().Be("02:42:0a:0b:0c:0e");
        (await MacAsync(Spec() with { Networks = ["bridge"] })).Should().Be("02:42:0a:0b:0c:0e");
        (await MacAsync(Spec() with { Networks = [network] })).Should().Be("02:42:0a:0b:0c:0e");

        async Task<string> MacAsync(ContainerSpec spec) =>
            (await Image.Pull(Busybox)
                .Run(spec with { Entrypoint = ["cat", "/sys/class/net/eth0/address"], MacAddress = mac }).Output()).Trim();
    }

    [DockerFact]
    public async Task An_exception_right_after_a_start_leaks_no_container()
    {
        var thrown = new InvalidOperationException("mine");
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Do((_, _) => throw thrown);

        var failure = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<InvalidOperationException>();

        failure.Which.Should().BeSameAs(thrown);
        (await ContainersAsync()).Should().BeEmpty("the caller has no handle to remove the container with");
    }

    [DockerFact]
    public async Task Stdout_is_not_lost_when_a_run_fails()
    {
        var spec = Spec("sh", "-c", "echo out; echo err >&2; exit 3") with { Name = Unique("run") };

        var failure = (await FluentActions.Awaiting(() => Image.Pull(Busybox).Run(spec).Output().ExecuteAsync(Token))
            .Should().ThrowAsync<RunFailedException>()).Which;

        (failure.Result.ExitCode, failure.Result.Stdout, failure.Result.Stderr).Should().Be((3, "out\n", "err\n"));
        failure.Message.Should().Contain("exit code 3")
            .And.Contain("\n  out").And.Contain("\n  err").And.Contain("ExitCodes.Any");
        failure.RemovedResources.Should().ContainSingle().Which.Should().Contain(Unique("run"));
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Container_removal_does_not_race_the_output()
    {
        // The library attaches to the output before the start, so the output of a short process is complete.
        // The library does not set AutoRemove, with which the engine could remove the container too early.
        for (var round = 0; round < 5; round++)
        {
            bool? autoRemove = null;
            var spec = Spec("sh", "-c", $"echo {round}; exit {round}")
                with
            { Customize = request => autoRemove = request.HostConfig?.AutoRemove };

            var result = await Image.Pull(Busybox).Run(spec).ToCompletion(ExitCodes.Any).ExecuteAsync(Token);

            (result.Stdout, result.ExitCode).Should().Be(($"{round}\n", round));
            autoRemove.Should().NotBe(true);
        }

        (await ContainersAsync()).Should().BeEmpty();
    }
}

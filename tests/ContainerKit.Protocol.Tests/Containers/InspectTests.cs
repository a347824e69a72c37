using System.Net;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

public sealed class InspectTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task Inspect_reads_the_container_details()
    {
        SetInspectResponse("""
            {
              "Id": "c0ffee", "Name": "/web", "Path": "nginx", "Args": ["-g", "daemon off;"], "Image": "sha256:beef", "RestartCount": 2,
              "State": { "Status": "running", "Pid": 77, "ExitCode": 0, "OOMKilled": false,
                "StartedAt": "2026-01-02T03:04:05.1234Z", "FinishedAt": "0001-01-01T00:00:00Z" },
              "Config": { "Image": "nginx:1", "Hostname": "c0ffee", "Tty": false, "Labels": { "a": "1" } },
              "NetworkSettings": {
                "Ports": {
                  "80/tcp": [ { "HostIp": "0.0.0.0", "HostPort": "32768" }, { "HostIp": "::", "HostPort": "32769" } ],
                  "53/udp": null
                },
                "Networks": { "bridge": { "IPAddress": "172.17.0.2" }, "none": { "IPAddress": "" } }
              }
            }
            """);

        var details = await Container.InspectAsync(Token);

        details.Should().BeEquivalentTo(new
        {
            Id = "c0ffee",
            Name = "web",
            Image = "nginx:1",
            ImageId = "sha256:beef",
            State = ContainerState.Running,
            ExitCode = 0,
            OutOfMemory = false,
            ProcessId = 77,
            StartedAt = (DateTimeOffset?)new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234000),
            FinishedAt = (DateTimeOffset?)null,
            RestartCount = 2,
            Tty = false,
            Hostname = "c0ffee",
        });
        details.Command.Should().Equal("nginx", "-g", "daemon off;");
        details.Labels.Should().Equal(new Dictionary<string, string> { ["a"] = "1" });
        details.IPAddress.Should().Be(IPAddress.Parse("172.17.0.2"));
        details.Ports.Select(port => port.ToString()).Should().Equal("0.0.0.0:32768:80", "[::]:32769:80");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData(
        """{ "Id": null, "Name": null, "State": null, "Config": null, "NetworkSettings": null, "Args": null, "RestartCount": null }""")]
    [InlineData("""{ "Id": 7, "Name": 7, "State": "running", "Config": [], "NetworkSettings": 7, "Args": "x", "RestartCount": {} }""")]
    [InlineData(
        """
        {
          "State": { "Status": null, "Pid": null, "ExitCode": true },
          "Config": { "Labels": null, "Tty": "yes" },
          "NetworkSettings": { "Ports": null, "Networks": null }
        }
        """)]
    [InlineData(
        """
        {
          "State": { "Status": "hibernating", "StartedAt": "" },
          "NetworkSettings": { "Ports": { "80/tcp": [ null, 7, {}, { "HostPort": "" } ] }, "Networks": { "a": null } }
        }
        """)]
    [InlineData(
        """
        {
          "NetworkSettings": {
            "Ports": { "80/quic": [ { "HostPort": "1" } ], "8000-8002/tcp": [ { "HostPort": "1" } ], "": null }
          }
        }
        """)]
    [InlineData("""{ "NetworkSettings": { "Ports": { "80/tcp": [ { "HostPort": "99999" } ] } } }""")]
    public async Task Unexpected_values_in_an_inspect_response_are_read_as_absent(string json)
    {
        SetInspectResponse(json);

        var details = await Container.InspectAsync(Token);

        details.State.Should().Be(ContainerState.Unknown);
        details.Ports.Should().BeEmpty();
        details.Addresses.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task Inspect_accepts_strings_for_numbers_and_numbers_for_strings()
    {
        SetInspectResponse("""
            {
              "Id": "c0ffee", "RestartCount": "2", "State": { "Status": "restarting", "Pid": "0", "ExitCode": "137", "OOMKilled": true },
              "NetworkSettings": { "Ports": { "80/tcp": [ { "HostIp": "", "HostPort": 8080 } ] } }
            }
            """);

        var details = await Container.InspectAsync(Token);

        (details.RestartCount, details.ExitCode, details.OutOfMemory, details.Ports.Single().HostPort).Should().Be((2, 137, true, 8080));
    }

    [Fact(Timeout = 30_000)]
    public async Task Inspect_of_a_removed_container_throws_ContainerNotFound()
    {
        Script.On("GET /containers/*/json", exchange => exchange.ErrorAsync(404, "No such container: c0ffee"));

        await FluentActions.Awaiting(() => Container.InspectAsync(Token))
            .Should().ThrowAsync<ContainerNotFoundException>().WithMessage("Could not inspect app (c0ffee012345)*");
    }

    private void SetInspectResponse(string json) => Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, json));
}

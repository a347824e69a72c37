using ContainerKit.Builds;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Registries;
using ContainerKit.Terminals.Consoles;
using ContainerKit.Tests.Discovery;

namespace ContainerKit.Tests.Diagnostics;

/// <summary>An invalid text may come from outside of the program, so its control characters are visible in the message.</summary>
public sealed class ArgumentMessageTests
{
    // An escape sequence, a bell, a line break, a C1 character and one that reverses the direction of the text.
    private const string Text = "a\e[2J\a\r\n\u009b\u202eb";
    private const string Visible = @"a\x1b[2J\x07\r\n\u009b\u202eb";

    // Each call has the text in an argument that is read or checked.
    private static readonly Dictionary<string, Func<object?>> _calls = new()
    {
        ["image"] = () => ImageReference.Parse(Text),
        ["image with a digest"] = () => Image.Find("a@" + Text),
        ["image with a tag"] = () => Image.Pull("a:" + Text),
        ["container to find"] = () => Container.Find(Text),
        ["container name"] = () => new ContainerSpec { Name = Text },
        ["volume"] = () => Volume.Create(Text),
        ["network"] = () => new NetworkAttachment(Text),
        ["network alias"] = () => new NetworkAttachment("network") { Aliases = [Text] },
        ["network of a container"] = () => new ContainerSpec { Networks = [new(Text), new(Text)] }.Validate(),
        ["subnet"] = () => (NetworkSubnet)Text,
        ["platform"] = () => new PullOptions { Platform = Text },
        ["published port"] = () => PublishedPort.Parse(Text),
        ["protocol of a published port"] = () => PublishedPort.Parse("80/" + Text),
        ["device"] = () => Device.Parse(Text),
        ["device permissions"] = () => new Device("/dev/fuse") { Permissions = Text },
        ["ulimit"] = () => Ulimit.Parse(Text),
        ["value of a ulimit"] = () => Ulimit.Parse("nofile=" + Text),
        ["bind mount"] = () => Mount.Bind(Text, "/a"),
        ["target of a mount"] = () => Mount.Bind("/a", Text),
        ["volume mount"] = () => Mount.Volume(Text, "/a"),
        ["path in a volume"] = () => Mount.Volume("data", "/a") with { Subpath = "../" + Text },
        ["two mounts"] = () => new ContainerSpec { Mounts = [Mount.Tmpfs("/" + Text), Mount.Tmpfs("/" + Text)] }.Validate(),
        ["variable"] = () => new ContainerSpec { Environment = new Dictionary<string, string> { [Text + "="] = "" } },
        ["label"] = () => new ContainerSpec { Labels = new Dictionary<string, string> { [Text + " "] = "" } },
        ["signal"] = () => new ContainerSpec { StopSignal = Text },
        ["host"] = () => new ContainerSpec { HostGatewayAlias = Text },
        ["CPUs"] = () => new ContainerSpec { CpuSet = Text },
        ["process namespace"] = () => new ContainerSpec { PidMode = Text },
        ["UTS namespace"] = () => new ContainerSpec { UtsMode = Text },
        ["sysctl"] = () => new ContainerSpec { Sysctls = new Dictionary<string, string> { [Text] = "1" } },
        ["build secret"] = () => new BuildSpec(".") { Secrets = new Dictionary<string, BuildSecret> { [Text] = BuildSecret.FromText("") } },
        ["tag of a build"] = () => new BuildSpec(".") { Tags = [Text] },
        ["path of a wait"] = () => Wait.ForHttp(80, Text),
        ["file of a wait"] = () => Wait.ForFile(Text),
        ["header"] = () => new HttpWaitOptions { Headers = new Dictionary<string, string> { [Text] = "" } },
        ["detach keys"] = () => new AttachOptions { DetachKeys = Text },
        ["keys of a console"] = () => DetachKeySequence.Parse(Text),
        ["published host"] = () => new DockerEngineOptions { PublishedHost = Text },
        ["registry"] = () => RegistryName.Parse(Text),
        ["address"] = () => EngineEndpoint.Parse("tcp://" + Text, "DOCKER_HOST"),
        ["scheme"] = () => EngineEndpoint.Parse(Text + "://host", "DOCKER_HOST"),
        ["context"] = () =>
        {
            using var machine = new FakeMachine { ["DOCKER_CONTEXT"] = Text };
            return DockerContexts.GetEndpoint(machine.GetHost(), Text, "DOCKER_CONTEXT");
        },
        ["environment file"] = () => EnvironmentFile.Parse("A" + Text + "x y=1"),
        [".dockerignore"] = () => IgnoreRules.Parse("[" + Text.ReplaceLineEndings("")),
    };

    public static TheoryData<string> Calls => [.. _calls.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Message_about_an_invalid_text_shows_its_control_characters(string call)
    {
        var exception = FluentActions.Invoking(_calls[call]).Should().Throw<Exception>().Which;

        (exception is ArgumentException or FormatException).Should().BeTrue("{0}", exception);
        var message = exception.Message;

        VisibleText.Line(message).Should().Be(message);
        message.Should().NotContainAny("\e", "\a", "\r", "\n", "\u009b", "\u202e");
    }

    [Fact]
    public void Message_about_an_invalid_text_quotes_it_and_is_shortened()
    {
        FluentActions.Invoking(() => PublishedPort.Parse(Text)).Should().Throw<ArgumentException>().Which.Message.Should().Contain(Visible);
        FluentActions.Invoking(() => PublishedPort.Parse(new string('x', 1_000_000))).Should().Throw<ArgumentException>()
            .Which.Message.Length.Should().BeLessThan(VisibleText.MaximumLength + 200);
    }
}

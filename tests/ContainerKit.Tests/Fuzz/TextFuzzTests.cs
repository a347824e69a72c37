using ContainerKit.Builds;
using ContainerKit.Containers;
using ContainerKit.Discovery;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Registries;
using ContainerKit.Sessions;
using ContainerKit.Terminals.Consoles;
using ContainerKit.Waiting;

namespace ContainerKit.Tests.Fuzz;

/// <summary>
/// The readers of texts, with valid, damaged and arbitrary texts. Each returns a value or throws its own exception, and a value is read
/// again from its own text.
/// </summary>
public sealed class TextFuzzTests
{
    private const string Reference = "abz09._-/:@A[]";

    // The reader, texts of its format, the characters that mean something in it, and its exception.
    private static readonly Dictionary<string, (Func<string, object?> Read, string[] Valid, string Alphabet, Type? Error)> _readers = new()
    {
        ["image reference"] = (ImageReference.Parse,
            ["busybox", "docker.io/library/redis:7", "[::1]:5000/a/b@sha256:" + new string('a', 64), "ghcr.io/a_b/c__d:V-1"], Reference,
            typeof(ArgumentException)),
        ["published port"] = (PublishedPort.Parse,
            ["80", "127.0.0.1:8080:80/udp", "[::1]:1000-1002:80-82/tcp", "0:80"], "0123456789-:./[]tcpud",
            typeof(ArgumentException)),
        ["device"] = (Device.Parse, ["/dev/a", "/dev/a:/dev/b", "/dev/a:/dev/b:rwm"], "/:rwmdev", typeof(ArgumentException)),
        ["ulimit"] = (Ulimit.Parse, ["nofile=1024:2048", "core=-1", "nproc=5"], "nofilecore=:-0123456789", typeof(ArgumentException)),
        ["subnet"] = (NetworkSubnet.Parse, ["10.0.0.0/8", "fd00::/64", "192.168.4.0/24"], "0123456789abcdef.:/", typeof(ArgumentException)),
        ["platform"] = (text => PlatformName.Parse(text),
            ["linux/amd64", "linux/arm/v7", "windows"], "linuxarmd64/v7", typeof(ArgumentException)),
        ["registry"] = (RegistryName.Parse, ["docker.io", "https://index.docker.io/v1/", "host:5000", "[::1]:5000"], Reference + "htps",
            typeof(ArgumentException)),
        ["signal"] = (text => Signals.Validate(text),
            ["SIGTERM", "int", "9", "RTMIN+3"], "SIGTERMint0123456789+-", typeof(ArgumentException)),
        ["detach keys"] = (DetachKeySequence.Parse, ["ctrl-p,ctrl-q", "a", "ctrl-@,x"], "ctrl-,abpq@[\\]^_", typeof(ArgumentException)),
        ["address of an engine"] = (text => EngineEndpoint.Parse(text, "test"),
            ["unix:///run/docker.sock", "tcp://host:2375", "npipe:////./pipe/docker_engine", "https://[::1]:2376/prefix", ":1234"],
            "unixtcphsfd:/.@?#[]%0123456789 ", typeof(FormatException)),
        ["config file"] = (ReadConfig,
            [
                """{"auths":{"host:5000":{"auth":"dTpw"},"https://index.docker.io/v1/":{"username":"u","password":"p"}}}""",
                """{"credsStore":"x","credHelpers":{"host:5000":"y"},"auths":{"host:5000":{"identitytoken":"t"}}}""",
            ], "{}[]\":,\\uauthsnl0 \t\ufeff", typeof(CredentialStoreException)),
        ["Dockerfile"] = (ReadDockerfile,
            ["# syntax=x\nFROM a AS b\nARG X=1\nFROM ${X:-y}\nCOPY --from=b /a /b\nRUN <<E\necho\nE\n",
                "# escape=`\nFROM --platform=$BUILDPLATFORM x`\ny\n"],
            "FROMCPYAG \n\\`#<>=$${}:-+\"'", null),
        [".dockerignore"] = (ReadIgnoreRules,
            ["# x\n*.log\n!a/**/b\n[a-z]?\\*\n", "**/**/x\n"], "*?[]!^-\\/ab#\n\r ", typeof(FormatException)),
        ["time of an engine"] = (ReadTime,
            ["2026-01-02T03:04:05.123456789Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999+14:00"], "0123456789-:.TZ+", null),
        ["session label"] = (SessionOwner.Parse, [SessionOwner.This.ToString()], "0123456789abcdef-./", null),
        ["port table"] = (ListeningPorts.Parse,
            ["  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n"],
            "0123456789ABCDEF: \n", null),
        ["error of an engine"] = (EngineErrorMessage.Read,
            ["{\"message\":\"no such container\"}", "{\"error\":\"x\",\"errorDetail\":{\"message\":\"y\"}}"],
            "{}[]\":,\\ud8", null),
    };

    public static TheoryData<string> Readers => [.. _readers.Keys];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Readers))]
    public async Task Any_text_is_read_or_throws_the_exception_of_its_reader(string name)
    {
        var (read, valid, characters, exception) = _readers[name];
        var (values, failures) = (0, 0);
        await Task.Run(() => Property.Holds(Damage.OfText(characters, valid), text =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                // A description of the value must not throw either.
                _ = read(text)?.ToString();
                values++;
            }
            catch (Exception e) when (IsExpected(e, exception))
            {
                failures++;
                e.Message.Should().NotBeEmpty();
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20, "the text is {0}", text);
        }, 5000), TestContext.Current.CancellationToken);

        values.Should().BePositive();
        if (exception is not null) failures.Should().BePositive();
    }

    [Theory]
    [InlineData("image reference")]
    [InlineData("published port")]
    [InlineData("device")]
    [InlineData("ulimit")]
    [InlineData("subnet")]
    [InlineData("platform")]
    [InlineData("session label")]
    [InlineData("registry")]
    public void Value_is_read_again_from_its_own_text(string name)
    {
        var (read, valid, characters, exception) = _readers[name];
        Property.Holds(Damage.OfText(characters, valid), text =>
        {
            object? value;
            try
            {
                value = read(text);
            }
            catch (Exception e) when (IsExpected(e, exception))
            {
                return;
            }

            if (value is not null) read(value.ToString()!).Should().Be(value, "'{0}' was read as '{1}'", text, value);
        }, 5000);
    }

    // An exception that a method of .NET throws for its own argument is a defect of the reader.
    private static bool IsExpected(Exception e, Type? expected) =>
        expected?.IsInstanceOfType(e) == true
        && (e is not ArgumentOutOfRangeException || e.TargetSite?.DeclaringType?.Assembly == typeof(DockerEngine).Assembly);

    private static string? ReadTime(string text) =>
        EngineTime.TryParse(text, out var time) ? EngineTime.FormatFirst(time) + EngineTime.FormatLast(time) : null;

    private static string ReadConfig(string text)
    {
        var registry = RegistryName.Parse("host:5000");
        var config = DockerConfigFile.Parse(text, "test", registry);
        return $"{config.HelperFor(registry)} {config.Has(registry)} {config.Find(registry)} "
            + config.Find(RegistryName.Parse("docker.io"));
    }

    private static string ReadDockerfile(string text)
    {
        var dockerfile = DockerfileText.Parse(text);
        var stages = BuildStages.Read(
            dockerfile, new Dictionary<string, string> { ["X"] = "$X${X}" }, BuildStages.PlatformVariables("linux/amd64", null));
        return $"{dockerfile.BuildKitRequirement} {dockerfile.UsesPlatforms} {string.Join(' ', stages.AllImages)} "
            + string.Join(' ', stages.Needed(null));
    }

    private static string ReadIgnoreRules(string text)
    {
        var rules = IgnoreRules.Parse(text);
        var top = IgnoreRules.MatchResult.Top;
        return $"{rules.Match("a", top)} {rules.Match("a/b/c.log", top)} {rules.MayContainIncluded("a")}";
    }
}

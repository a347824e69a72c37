using System.Text;
using BenchmarkDotNet.Attributes;
using ContainerKit.Json;

namespace ContainerKit.MicroBenchmarks;

/// <summary>Parses image references and the description of a container.</summary>
[MemoryDiagnoser]
public class ParsingBenchmarks
{
    private static readonly byte[] _container = Encoding.UTF8.GetBytes(
        """
        {"Id":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","Created":"2026-01-02T03:04:05.123456789Z","Path":"sleep",
        "Args":["infinity"],"State":{"Status":"running","Running":true,"Pid":4711,"ExitCode":0,"StartedAt":"2026-01-02T03:04:05.123456789Z",
        "FinishedAt":"0001-01-01T00:00:00Z"},"Image":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "Name":"/busybox-1","RestartCount":0,"Platform":"linux","Mounts":[],"HostConfig":{"NetworkMode":"default","Memory":0,
        "RestartPolicy":{"Name":"no","MaximumRetryCount":0},"LogConfig":{"Type":"json-file","Config":{}}},"Config":{"Hostname":"abc",
        "User":"","Tty":false,"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],"Cmd":["sleep","infinity"],
        "Image":"busybox","WorkingDir":"","Labels":{"containerkit.session":"1","containerkit.create":"2"}},"NetworkSettings":{"Ports":{},
        "Networks":{"bridge":{"NetworkID":"0123456789abcdef","Gateway":"172.17.0.1","IPAddress":"172.17.0.2","IPPrefixLen":16,
        "MacAddress":"02:42:ac:11:00:02"}}}}
        """);

    [Benchmark]
    public ImageReference ReferenceShort() => ImageReference.Parse("ubuntu");

    [Benchmark]
    public ImageReference ReferenceLong() => ImageReference.Parse(
        "registry.example.com:5000/team/app:1.2.3@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

    [Benchmark]
    public ContainerDetails ContainerDetailsJson()
    {
        using var document = JsonText.ParseDocument(_container);
        return ContainerDetails.Read(document.RootElement);
    }
}

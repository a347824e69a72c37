using ContainerKit.Containers;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>Regression tests for defects of file copies that are known from other libraries.</summary>
public sealed class KnownDefectTests
{
    private const long Length = 5L << 29;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_file_of_more_than_2_GB_can_be_copied_in()
    {
        await using var engine = UploadEngine.Start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", readsWholeUpload: true);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var container = Container.From(new ContainerClient(
            connection.ApiClient, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), creationInfo: null));

        await container.WriteStreamAsync("/big", new ZeroStream(), Length, new WriteFileOptions(), Token);

        engine.Uploaded.Should().BeInRange(Length, Length + Length / 100, "the overhead of the archive is small");
    }
}

using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Files;

/// <summary>What was found wrong with copying elsewhere in the field, each impossible here.</summary>
public sealed class KnownDefectTests
{
    private const long Length = 5L << 29;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_file_of_more_than_2_GB_can_be_copied_in()
    {
        await using var engine = UploadEngine.Start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", readsAll: true);
        await using var connection = new DockerEngine(new DockerEngineOptions { Endpoint = engine.Endpoint });
        var container = new Container(connection, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), shape: null);

        await container.WriteStreamAsync("/big", new ZeroStream(), Length, new WriteFileOptions(), Token);

        engine.Uploaded.Should().BeInRange(Length, Length + Length / 100, "what is sent besides is little");
    }
}

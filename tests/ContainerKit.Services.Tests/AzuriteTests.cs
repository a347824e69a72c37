using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace ContainerKit.Services.Tests;

public sealed class AzuriteTests : ServiceTest
{
    [DockerFact]
    public async Task Azurite_is_usable_by_Azure_Storage_Blobs_and_from_another_container()
    {
        var spec = new AzuriteSpec();
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var storage = await Azurite.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);

        var container = new BlobServiceClient(storage.ConnectionString).GetBlobContainerClient("parcels");
        await container.CreateAsync(cancellationToken: Token);
        await container.UploadBlobAsync("two.txt", BinaryData.FromString("zwei"), Token);
        (await container.GetBlobClient("two.txt").DownloadContentAsync(Token)).Value.Content.ToString().Should().Be("zwei");

        storage.ConnectionString.Should().Contain($"QueueEndpoint=http://{storage.GetAddress(10001)}/test;");
        storage.InternalConnectionString.Should().Contain($"BlobEndpoint=http://{storage.Container.Name}:10000/test;")
            .And.Contain($"TableEndpoint=http://{storage.Container.Name}:10002/test;");
        string[] probe = ["sh", "-c", $"printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc {storage.Container.Name} 10001"];
        (await RunInNetworkAsync(network, Busybox, probe)).Should().StartWith("HTTP/1.1 ");
        FluentActions.Invoking(() => storage.GetAddress(80)).Should().Throw<ArgumentException>().WithMessage("*port 80*");
        $"{spec} {storage}".Should().NotContain(spec.Key);
    }

    [DockerFact]
    public async Task A_reset_of_Azurite_deletes_blobs_queues_and_tables()
    {
        var spec = new AzuriteSpec();
        await using var storage = await Azurite.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);
        var blobs = new BlobServiceClient(storage.ConnectionString);
        var queues = new QueueServiceClient(storage.ConnectionString);
        var tables = new TableServiceClient(storage.ConnectionString);
        foreach (var name in (string[])["first", "second"])
        {
            await blobs.CreateBlobContainerAsync(name, cancellationToken: Token);
            await blobs.GetBlobContainerClient(name).UploadBlobAsync("a/b", BinaryData.FromString("zwei"), Token);
            await queues.CreateQueueAsync(name, cancellationToken: Token);
            await tables.CreateTableAsync(name, Token);
        }

        await storage.ResetAsync(Token);

        blobs.GetBlobContainers(cancellationToken: Token).Should().BeEmpty();
        queues.GetQueues(cancellationToken: Token).Should().BeEmpty();
        tables.Query(cancellationToken: Token).Should().BeEmpty();
        await tables.CreateTableAsync("first", Token);
    }
}

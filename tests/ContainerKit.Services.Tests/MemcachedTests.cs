using System.Net.Sockets;

namespace ContainerKit.Services.Tests;

public sealed class MemcachedTests : ServiceTest
{
    [DockerFact]
    public async Task Memcached_keeps_values_for_clients_and_other_containers_until_a_reset()
    {
        var spec = new MemcachedSpec();
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var cache = await Memcached.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() with { Networks = [network] } })
            .ExecuteAsync(Token);

        (await SendAsync(cache, "set word 0 0 4\r\nzwei\r\n")).Should().Be("STORED");
        string[] get = ["sh", "-c", $"printf 'get word\\r\\nquit\\r\\n' | nc {cache.InternalAddress.Host} {cache.InternalAddress.Port}"];
        (await RunInNetworkAsync(network, Busybox, get)).Should().Contain("zwei");

        await cache.ResetAsync(Token);
        (await SendAsync(cache, "get word\r\n")).Should().Be("END");
    }

    // The protocol consists of lines of text.
    private static async Task<string?> SendAsync(Memcached cache, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(cache.Address.Host, cache.Address.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command), Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(Token);
    }
}

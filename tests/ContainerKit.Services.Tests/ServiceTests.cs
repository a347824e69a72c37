namespace ContainerKit.Services.Tests;

/// <summary>What all services have in common, and how one is made that is not here.</summary>
public sealed class ServiceTests : ServiceTest
{
    [DockerFact]
    public async Task One_of_ones_own_is_a_service_like_the_others()
    {
        await using var files = await FileServer.Run(Spec(), "hello").ExecuteAsync(Token);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(files.ConnectionString), Token)).Should().Be("hello\n");
        (files.InternalConnectionString, files.ToString()).Should().Be(
            ($"http://{files.Container.Name}:8080/", $"FileServer in {files.Container} at {files.Address}"));
    }

    [DockerFact]
    public async Task Several_start_at_once_and_one_that_fails_takes_the_others_with_it()
    {
        var (redis, web) = await Plan.All(Redis.Run(new RedisSpec { Container = Spec() }), Nginx.Run(new NginxSpec { Container = Spec() })).ExecuteAsync(Token);
        (await ContainersAsync("running")).Should().BeEquivalentTo(redis.Container.Id, web.Container.Id);
        await redis.DisposeAsync();
        await web.DisposeAsync();
        await web.DisposeAsync();

        var failing = Plan.All(Redis.Run(new RedisSpec { Container = Spec() }), Redis.Run(new RedisSpec { Container = Spec(), Image = "ck-none:1" }));
        await FluentActions.Awaiting(() => failing.ExecuteAsync(Token)).Should().ThrowAsync<ContainerKitException>();
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task One_chain_makes_a_network_a_service_and_its_client_and_the_network_goes_with_the_last()
    {
        var (redis, client) = await Network.Create(Unique("net")).Then(network => Redis.Run(new RedisSpec { Container = Spec() with { Networks = [network] } })
            .Then(redis => Image.Pull("redis:7").Run(Spec("sleep", "infinity") with { Networks = [network] }).Select(client => (redis, client)))).ExecuteAsync(Token);

        await using (redis)
        await using (client)
        {
            var ping = new ExecSpec("sh", "-c", $"redis-cli -h {redis.InternalAddress.Host} -p {redis.InternalAddress.Port} -a \"$PASSWORD\" --no-auth-warning ping")
            {
                Environment = new Dictionary<string, string> { ["PASSWORD"] = redis.InternalConnectionString.Split("password=")[1] },
            };
            (await client.ExecAsync(ping, Token)).Stdout.Should().Be("PONG\n");
        }

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_fixture_runs_its_service_until_it_is_disposed()
    {
        var fixture = new RedisFixture();
        FluentActions.Invoking(() => fixture.Service).Should().Throw<InvalidOperationException>().WithMessage("*IClassFixture<RedisFixture>*");

        await fixture.InitializeAsync();
        var id = fixture.Service.Container.Id;
        (await DockerCli.ExistsAsync(id)).Should().BeTrue();
        await fixture.DisposeAsync();

        (await DockerCli.ExistsAsync(id)).Should().BeFalse();
    }

    private sealed class RedisFixture : ServiceFixture<Redis>
    {
        protected override Plan<Redis> Describe() => Redis.Run();
    }

    // The example of docs/services.md, with a spec that carries the test's mark.
    private sealed class FileServer : Service
    {
        private FileServer(Container container)
            : base(container, 8080)
        {
        }

        public static Plan<FileServer> Run(ContainerSpec spec, string text) => Start(
            Image.Pull("busybox").Run(spec with
            {
                Command = ["sh", "-c", "mkdir /www; echo \"$TEXT\" > /www/index.html; exec httpd -f -p 8080 -h /www"],
                Environment = new Dictionary<string, string> { ["TEXT"] = text },
                Publish = [8080],
                Wait = Wait.ForHttp(8080),
            }),
            container => new FileServer(container));

        protected override string Connect(PortAddress address) => $"http://{address}/";
    }
}

namespace ContainerKit.Services.Tests;

/// <summary>Behavior that all services share, and a custom service.</summary>
public sealed class ServiceTests : ServiceTest
{
    [DockerFact]
    public async Task A_custom_service_runs_like_a_ready_made_one()
    {
        await using var files = await FileServer.Run(Spec(), "hello").ExecuteAsync(Token);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(files.ConnectionString), Token)).Should().Be("hello\n");
        (files.InternalConnectionString, files.ToString()).Should().Be(
            ($"http://{files.Container.Name}:8080/", $"FileServer in {files.Container} at {files.Address}"));
    }

    [DockerFact]
    public async Task A_custom_service_gets_its_published_address_before_its_command_runs()
    {
        await using var echo = await AddressServer.Run(Spec(), command: "cp \"$0\" /index.html; exec httpd -f -p 8080 -h /")
            .ExecuteAsync(Token);

        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(echo.ConnectionString), Token)).Should().Be($"{echo.Container.Name} at {echo.Address}");
        FluentActions.Invoking(() => AddressServer.Run(Spec(), command: null))
            .Should().Throw<ArgumentException>().WithMessage("*no command*Set ContainerSpec.Command*");
    }

    [DockerFact]
    public async Task Services_start_in_parallel_and_a_failing_one_removes_the_others()
    {
        var (redis, web) = await Plan.All(Redis.Run(new RedisSpec { Container = Spec() }),
            Nginx.Run(new NginxSpec { Container = Spec() })).ExecuteAsync(Token);
        (await ContainersAsync("running")).Should().BeEquivalentTo(redis.Container.Id, web.Container.Id);
        await redis.DisposeAsync();
        await web.DisposeAsync();
        await web.DisposeAsync();

        var failing = Plan.All(Redis.Run(new RedisSpec { Container = Spec() }),
            Redis.Run(new RedisSpec { Container = Spec(), Image = "ck-none:1" }));
        await FluentActions.Awaiting(() => failing.ExecuteAsync(Token)).Should().ThrowAsync<ContainerKitException>();
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_plan_creates_a_network_for_a_service_and_its_client_and_removes_it_with_the_last_one()
    {
        var (redis, client) = await Network.Create(Unique("net"))
            .Then(network => Redis.Run(new RedisSpec { Container = Spec() with { Networks = [network] } })
            .Then(redis => Image.Pull("redis:7").Run(Spec("sleep", "infinity") with { Networks = [network] })
            .Select(client => (redis, client)))).ExecuteAsync(Token);

        await using (redis)
        await using (client)
        {
            var ping = new ExecSpec("sh", "-c",
                $"redis-cli -h {redis.InternalAddress.Host} -p {redis.InternalAddress.Port} -a \"$PASSWORD\" --no-auth-warning ping")
            {
                Environment = new Dictionary<string, string>
                {
                    ["PASSWORD"] = redis.InternalConnectionString.Split("password=")[1],
                },
            };
            (await client.ExecAsync(ping, Token)).Stdout.Should().Be("PONG\n");
        }

        (await DockerCli.ExistsAsync(Unique("net"))).Should().BeFalse();
    }

    [DockerFact]
    public async Task A_service_fixture_runs_its_service_until_it_is_disposed()
    {
        var fixture = new RedisFixture();
        FluentActions.Invoking(() => fixture.Service)
            .Should().Throw<InvalidOperationException>().WithMessage("*IClassFixture<RedisFixture>*");

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

    private sealed class AddressServer : Service
    {
        private AddressServer(Container container)
            : base(container, 8080)
        {
        }

        public static Plan<AddressServer> Run(ContainerSpec spec, string? command) => Start(
            RunWithAddress(
                Image.Pull("busybox"),
                spec with
                {
                    Command = command is null ? [] : ["sh", "-c", command, AddressFile],
                    Publish = [8080],
                    Wait = Wait.ForHttp(8080),
                },
                8080,
                (container, address) => $"{container.Name} at {address}"),
            container => new AddressServer(container));

        protected override string Connect(PortAddress address) => $"http://{address}/index.html";
    }

    // The example in docs/services.md, with a spec that has the label of the test.
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

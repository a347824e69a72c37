using System.Net.Http.Headers;
using System.Text;
using ContainerKit;
using Lifecycle;

// The lifecycle of containers, networks and images, step by step. Start it with ./eng/run.sh Lifecycle or dotnet run.
// A line with "=" shows a command of the Docker CLI and its expected output. With --step the sample waits for Enter
// there, so that you can run the command.
var runner = new Runner(args.Contains("--step"));
var engine = DockerEngine.Default;
var id = Guid.NewGuid().ToString("N")[..6];
var (web, client, server, workshop, backend, mine) =
    ($"web-{id}", $"client-{id}", $"server-{id}", $"workshop-{id}", $"backend-{id}", $"mine-{id}:0.1");
await using var images = new SampleImages(engine);
await images.TrackAsync("hello-world:latest", "busybox:latest", "debian:bookworm-slim", mine);

Runner.Step("docker run --rm hello-world");
Runner.Show(await Image.Pull("hello-world").Run().Output());

Runner.Step("docker pull busybox");
var busybox = await Image.Pull("busybox");
runner.Check("docker image inspect --format '{{.Id}}' busybox", busybox.Id);

Runner.Step($"docker run -d --name {web} busybox sh -c \"...\"");
const string script = "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done";
await using var container = await busybox.RunAsync(new ContainerSpec("sh", "-c", script)
{
    Name = web,
    Wait = Wait.ForLog("ready"),
});
runner.Check(State(web), await StateAsync());

Runner.Step("docker ps");
runner.Check($"docker ps --filter name={web} --format '{{{{.Names}}}} {{{{.State}}}}'", await ListAsync(all: false));

Runner.Step($"docker logs {web}");
await foreach (var line in container.LogsAsync()) Runner.Show(line);

Runner.Step($"docker stop {web}");
await container.StopAsync();
runner.Check(State(web), await StateAsync());
runner.Check($"docker logs {web}", string.Join(' ', await LinesAsync()));

Runner.Step("docker ps; docker ps -a");
runner.Check($"docker ps --filter name={web} --format '{{{{.Names}}}} {{{{.State}}}}'", await ListAsync(all: false));
runner.Check($"docker ps -a --filter name={web} --format '{{{{.Names}}}} {{{{.State}}}}'", await ListAsync(all: true));

Runner.Step($"docker start {web}; docker kill {web}");
await container.StartAsync();
await container.KillAsync();
await container.WaitAsync();
runner.Check(State(web), await StateAsync());

Runner.Step($"docker start -a {web}");
await using (var terminal = await container.StartAttachedAsync())
{
    Runner.Show((await terminal.ExpectAsync("ready")).Text);
}

runner.Check(State(web), await StateAsync());

Runner.Step($"docker inspect {web}");
Runner.Show(await container.InspectAsync());
runner.Check(Address(web), await AddressAsync(container));

Runner.Step($"docker network create {backend}; docker run -d --name {client} --network {backend} ...; "
    + $"docker exec {client} ping -c 1 {server}");
await using var network = await engine.CreateNetworkAsync(backend);
// Podman does not give the right to send pings by default.
var sleep = new ContainerSpec("sleep", "infinity") { Networks = [network], AddCapabilities = ["NET_RAW"] };
await using var clientContainer = await busybox.RunAsync(sleep with { Name = client });
await using var serverContainer = await busybox.RunAsync(sleep with { Name = server });
Runner.Show((await clientContainer.ExecAsync(["ping", "-c", "1", "-w", "10", server])).Stdout);
runner.Check(Address(server), await AddressAsync(serverContainer));

Runner.Step($"docker run -d --name {workshop} debian:bookworm-slim sleep infinity; "
    + $"docker exec {workshop} apt-get install -y hello");
await using var debian = await Image.Pull("debian:bookworm-slim")
    .Run(new ContainerSpec("sleep", "infinity") { Name = workshop });
try
{
    await debian.ExecAsync(["apt-get", "update"]);
    await debian.ExecAsync(["apt-get", "install", "-y", "--no-install-recommends", "hello"]);
}
catch (ExecFailedException)
{
    Runner.Show("The container cannot reach the Debian packages, so the sample writes its own hello.");
    var executable = new WriteFileOptions { Mode = (UnixFileMode)0b111_101_101 };
    await debian.WriteTextAsync("/usr/bin/hello", "#!/bin/sh\necho 'Hello, world!'\n", executable);
}

runner.Check($"docker exec {workshop} hello", (await debian.ExecAsync(["hello"])).Stdout.Trim());

Runner.Step($"docker commit --change 'CMD [\"hello\"]' {workshop} {mine}");
var image = await debian.CommitAsync(mine, new CommitOptions { Changes = ["CMD [\"hello\"]"] });
runner.Check($"docker run --rm {mine}", (await Image.Local(mine).Run().Output()).Trim());

if (Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_REGISTRY") is { Length: > 0 } registry)
{
    var user = Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_USER")!;
    var password = Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_PASSWORD")!;
    var remote = $"{registry}/lifecycle/{mine}";
    await images.TrackAsync(remote);

    Runner.Step($"docker login -u {user} {registry}");
    Runner.Show(await engine.LoginAsync(registry, new RegistryCredential(user, password)));

    Runner.Step($"docker tag {mine} {remote}");
    var tagged = await image.TagAsync(remote);
    runner.Check($"docker image inspect --format '{{{{.Id}}}}' {remote}", tagged.Id);

    Runner.Step($"docker push {remote}");
    tagged = await tagged.PushAsync();
    runner.Check(
        $"docker image inspect --format '{{{{index .RepoDigests 0}}}}' {remote}",
        $"{remote[..remote.LastIndexOf(':')]}@{tagged.Digest}");

    Runner.Step($"curl -u {user} http://{registry}/v2/lifecycle/mine-{id}/tags/list");
    using var http = new HttpClient();
    var credential = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credential);
    Runner.Show(await http.GetStringAsync(new Uri($"http://{registry}/v2/lifecycle/mine-{id}/tags/list")));

    Runner.Step($"docker logout {registry}; docker rmi {remote}");
    await engine.LogoutAsync(registry);
    Runner.Show(await tagged.RemoveAsync());
    runner.Check($"docker images --format '{{{{.Repository}}}}' {remote}", "");
}
else
{
    Runner.Step("docker login; docker tag; docker push");
    Runner.Show("Skipped: CONTAINERKIT_AUTH_REGISTRY is not set. ./eng/run.sh Lifecycle starts a registry.");
}

Runner.Step($"docker rm -f {web} {client} {server} {workshop}; docker network rm {backend}");
foreach (var each in (Container[])[container, clientContainer, serverContainer, debian]) await each.RemoveAsync();
await network.RemoveAsync();
runner.Check($"docker ps -a --filter name=-{id} --format '{{{{.Names}}}}'", string.Join(' ', await NamesAsync()));
var networks = await Network.List(new NetworkFilter { Name = backend });
runner.Check(
    $"docker network ls --filter name={backend} --format '{{{{.Name}}}}'",
    string.Join(' ', networks.Select(found => found.Name)));

Runner.Step($"docker rmi {mine}");
Runner.Show(await image.RemoveAsync());
runner.Check($"docker images --format '{{{{.Repository}}}}' {mine}", await images.ExistsAsync(mine) ? mine : "");
Console.WriteLine("\nAll resources of this sample were removed.");

static string State(string name) => $"docker inspect --format '{{{{.State.Status}}}} {{{{.State.ExitCode}}}}' {name}";

static string Address(string name) =>
    $"docker inspect --format '{{{{range .NetworkSettings.Networks}}}}{{{{.IPAddress}}}}{{{{end}}}}' {name}";

static async Task<string> AddressAsync(Container container) =>
    (await container.InspectAsync()).Networks.Values.First().Address!.ToString();

async Task<string> StateAsync()
{
    var details = await container.InspectAsync();
    return $"{details.State.ToString().ToLowerInvariant()} {details.ExitCode}";
}

async Task<string> ListAsync(bool all)
{
    var containers = await Container.List(new ContainerFilter { All = all, Names = [web] });
    return string.Join(' ', containers.Select(summary => $"{summary.Name} {summary.State.ToString().ToLowerInvariant()}"));
}

async Task<IEnumerable<string>> NamesAsync() =>
    (await Container.List(new ContainerFilter { All = true, Names = [$"-{id}"] })).Select(summary => summary.Name);

async Task<IReadOnlyList<string>> LinesAsync()
{
    var lines = new List<string>();
    await foreach (var line in container.LogsAsync()) lines.Add(line.Text);
    return lines;
}

using System.Net.Http.Headers;
using System.Text;
using ContainerKit;
using Lifecycle;

// A container's whole life, in the order of a first book on containers. Run it with ./eng/run.sh Lifecycle, or where an engine runs: dotnet run.
// A line with = tells what the docker command says as well; with --step, the walk waits for Enter there, so that you can ask it.
var walk = new Runner(args.Contains("--step"));
var engine = DockerEngine.Default;
var id = Guid.NewGuid().ToString("N")[..6];
var (web, anna, berta, workshop, town, mine) = ($"web-{id}", $"anna-{id}", $"berta-{id}", $"workshop-{id}", $"town-{id}", $"mine-{id}:0.1");
await using var baggage = new SampleFiles(engine);
await baggage.NoteAsync("hello-world:latest", "busybox:latest", "debian:bookworm-slim", mine);

Runner.Step("docker run --rm hello-world");
Runner.Show(await Image.Pull("hello-world").Run().Output());

Runner.Step("docker pull busybox");
var busybox = await Image.Pull("busybox");
walk.Check("docker image inspect --format '{{.Id}}' busybox", busybox.Id);

Runner.Step($"docker run -d --name {web} busybox sh -c \"...\"");
await using var container = await busybox.RunAsync(new ContainerSpec("sh", "-c", "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done")
{
    Name = web,
    Wait = Wait.ForLog("ready"),
});
walk.Check(State(web), await StateAsync());

Runner.Step("docker ps");
walk.Check($"docker ps --filter name={web} --format '{{{{.Names}}}} {{{{.State}}}}'", await ListAsync(all: false));

Runner.Step($"docker logs {web}");
await foreach (var line in container.LogsAsync()) Runner.Show(line);

Runner.Step($"docker stop {web}");
await container.StopAsync();
walk.Check(State(web), await StateAsync());
walk.Check($"docker logs {web}", string.Join(' ', await LinesAsync()));

Runner.Step("docker ps; docker ps -a");
walk.Check($"docker ps --filter name={web} --format '{{{{.Names}}}} {{{{.State}}}}'", await ListAsync(all: false));
walk.Check($"docker ps -a --filter name={web} --format '{{{{.Names}}}} {{{{.State}}}}'", await ListAsync(all: true));

Runner.Step($"docker start {web}; docker kill {web}");
await container.StartAsync();
await container.KillAsync();
await container.WaitAsync();
walk.Check(State(web), await StateAsync());

Runner.Step($"docker start -a {web}");
await using (var terminal = await container.StartAttachedAsync()) Runner.Show((await terminal.ExpectAsync("ready")).Text);
walk.Check(State(web), await StateAsync());

Runner.Step($"docker inspect {web}");
Runner.Show(await container.InspectAsync());
walk.Check(Address(web), await AddressAsync(container));

Runner.Step($"docker network create {town}; docker run -d --name {anna} --network {town} ...; docker exec {anna} ping -c 1 {berta}");
await using var network = await engine.CreateNetworkAsync(town);
await using var first = await busybox.RunAsync(new ContainerSpec("sleep", "infinity") { Name = anna, Networks = [network] });
await using var second = await busybox.RunAsync(new ContainerSpec("sleep", "infinity") { Name = berta, Networks = [network] });
Runner.Show((await first.ExecAsync(["ping", "-c", "1", "-w", "10", berta])).Stdout);
walk.Check(Address(berta), await AddressAsync(second));

Runner.Step($"docker run -d --name {workshop} debian:bookworm-slim sleep infinity; docker exec {workshop} apt-get install -y hello");
await using var debian = await Image.Pull("debian:bookworm-slim").Run(new ContainerSpec("sleep", "infinity") { Name = workshop });
try
{
    await debian.ExecAsync(["apt-get", "update"]);
    await debian.ExecAsync(["apt-get", "install", "-y", "--no-install-recommends", "hello"]);
}
catch (ExecFailedException)
{
    Runner.Show("The container cannot reach Debian's packages, so it gets a hello of our own.");
    await debian.WriteTextAsync("/usr/bin/hello", "#!/bin/sh\necho 'Hello, world!'\n", new WriteFileOptions { Mode = (UnixFileMode)0b111_101_101 });
}

walk.Check($"docker exec {workshop} hello", (await debian.ExecAsync(["hello"])).Stdout.Trim());

Runner.Step($"docker commit --change 'CMD [\"hello\"]' {workshop} {mine}");
var image = await debian.CommitAsync(mine, new CommitOptions { Changes = ["CMD [\"hello\"]"] });
walk.Check($"docker run --rm {mine}", (await Image.Local(mine).Run().Output()).Trim());

if (Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_REGISTRY") is { Length: > 0 } registry)
{
    var (user, password) = (Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_USER")!, Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_PASSWORD")!);
    var away = $"{registry}/lifecycle/{mine}";
    await baggage.NoteAsync(away);

    Runner.Step($"docker login -u {user} {registry}");
    Runner.Show(await engine.LoginAsync(registry, new RegistryCredential(user, password)));

    Runner.Step($"docker tag {mine} {away}");
    var tagged = await image.TagAsync(away);
    walk.Check($"docker image inspect --format '{{{{.Id}}}}' {away}", tagged.Id);

    Runner.Step($"docker push {away}");
    tagged = await tagged.PushAsync();
    walk.Check($"docker image inspect --format '{{{{index .RepoDigests 0}}}}' {away}", $"{away[..away.LastIndexOf(':')]}@{tagged.Digest}");

    Runner.Step($"curl -u {user} http://{registry}/v2/lifecycle/mine-{id}/tags/list");
    using var http = new HttpClient();
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    Runner.Show(await http.GetStringAsync(new Uri($"http://{registry}/v2/lifecycle/mine-{id}/tags/list")));

    Runner.Step($"docker logout {registry}; docker rmi {away}");
    await engine.LogoutAsync(registry);
    Runner.Show(await tagged.RemoveAsync());
    walk.Check($"docker images --format '{{{{.Repository}}}}' {away}", "");
}
else
{
    Runner.Step("docker login; docker tag; docker push");
    Runner.Show("left out: CONTAINERKIT_AUTH_REGISTRY names no registry. ./eng/run.sh Lifecycle brings one up.");
}

Runner.Step($"docker rm -f {web} {anna} {berta} {workshop}; docker network rm {town}");
foreach (var each in (Container[])[container, first, second, debian]) await each.RemoveAsync();
await network.RemoveAsync();
walk.Check($"docker ps -a --filter name=-{id} --format '{{{{.Names}}}}'", string.Join(' ', await NamesAsync()));
walk.Check($"docker network ls --filter name={town} --format '{{{{.Name}}}}'", string.Join(' ', (await Network.List(new NetworkFilter { Name = town })).Select(left => left.Name)));

Runner.Step($"docker rmi {mine}");
Runner.Show(await image.RemoveAsync());
walk.Check($"docker images --format '{{{{.Repository}}}}' {mine}", await baggage.IsThereAsync(mine) ? mine : "");
Console.WriteLine("\nNothing is left of it.");

static string State(string name) => $"docker inspect --format '{{{{.State.Status}}}} {{{{.State.ExitCode}}}}' {name}";

static string Address(string name) => $"docker inspect --format '{{{{range .NetworkSettings.Networks}}}}{{{{.IPAddress}}}}{{{{end}}}}' {name}";

static async Task<string> AddressAsync(Container container) => (await container.InspectAsync()).Networks.Values.First().Address!.ToString();

async Task<string> StateAsync()
{
    var details = await container.InspectAsync();
    return $"{details.State.ToString().ToLowerInvariant()} {details.ExitCode}";
}

async Task<string> ListAsync(bool all) =>
    string.Join(' ', (await Container.List(new ContainerFilter { All = all, Names = [web] })).Select(line => $"{line.Name} {line.State.ToString().ToLowerInvariant()}"));

async Task<IEnumerable<string>> NamesAsync() => (await Container.List(new ContainerFilter { All = true, Names = [$"-{id}"] })).Select(line => line.Name);

async Task<IReadOnlyList<string>> LinesAsync()
{
    var lines = new List<string>();
    await foreach (var line in container.LogsAsync()) lines.Add(line.Text);
    return lines;
}

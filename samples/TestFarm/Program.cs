using ContainerKit;
using ContainerKit.Swarm;
using TestFarm;

// Runs the classes of an xUnit v3 test program as tasks over the nodes of a swarm, and merges their results into one file.
//
//   dotnet run --project samples/TestFarm -- FOLDER PROGRAM IMAGE [--base IMAGE] [--at-once N] [--retries N] [--results FILE]
//
//   FOLDER    the output folder of the test program, such as tests/My.Tests/bin/Release/net10.0
//   PROGRAM   the file name of the program without an extension, such as My.Tests
//   IMAGE     the name of the image to build and push, in a registry that all nodes reach
//
// DOCKER_HOST or the current context selects the engine, which must be a manager. The exit code is 0 if all tests passed.
if (FarmOptions.Parse(args) is not { } options) return 2;
using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

// The results are the standard output of the task. The test runner's own lines go to standard error.
const string Script = "\"$@\" >&2; code=$?; cat /tmp/results.xml; exit $code";

// The nodes pull the image, so the plan pushes it.
var dockerfile = $"FROM {options.BaseImage}\nCOPY . /tests\nWORKDIR /tests\n";
var image = Image.Build(BuildSpec.FromText(dockerfile, options.Folder) with { Tags = [options.Image] }).Push();
string[] program = ["dotnet", $"/tests/{options.Program}.dll"];

var pushed = await image.ExecuteAsync(cancel.Token);
var list = await Plan.FromResult(pushed).Run([.. program, "-list", "classes", "-noLogo", "-noColor"]).Output().ExecuteAsync(cancel.Token);
var classes = TestClasses.Parse(list);
Console.WriteLine($"{classes.Count} classes of {options.Program}");

var started = TimeProvider.System.GetTimestamp();
var job = await Plan.FromResult(pushed).RunJob(new JobSpec([.. classes.Select(ToTask)])
{
    MaxConcurrent = options.AtOnce,
    Retries = options.Retries,
    Service = new ServiceSpec { WithRegistryAuth = true },
    OnResult = Console.WriteLine,
}).ExecuteAsync(cancel.Token);

var results = TestResults.Merge(job);
results.Save(options.ResultsFile);
foreach (var node in job.Tasks.GroupBy(task => task.Node).OrderBy(node => node.Key))
    Console.WriteLine($"{node.Key}: {node.Count()} classes");
var elapsed = TimeProvider.System.GetElapsedTime(started);
Console.WriteLine($"{results.Summary} in {elapsed.TotalSeconds:0.0} s; results in {options.ResultsFile}");
return results.IsSuccess && job.IsSuccess ? 0 : 1;

JobTask ToTask(string name) => new(["sh", "-c", Script, "sh", .. program, "-class", name, "-noColor", "-xml", "/tmp/results.xml"])
{
    Name = name,
};

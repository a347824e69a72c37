<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// The whole lifecycle in one line. QueryCancelToken is LINQPad's stop button: the chain cleans up behind itself.
var plan = Image.Pull("debian:bookworm-slim")
    .Run("sleep", "infinity")
    .Exec("sh", "-c", "echo hello from LINQPad > /greeting")
    .Commit("my:0.1");

plan.ToString().Dump("what it will do");

var image = await plan.ExecuteAsync(QueryCancelToken);
image.ToString().Dump("what it made");

(await Image.Local("my:0.1").Run("cat", "/greeting").Output().ExecuteAsync(QueryCancelToken)).Dump("what is in it");

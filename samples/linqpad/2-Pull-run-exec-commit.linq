<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// The whole life of an image in one line. QueryCancelToken is LINQPad's stop button: the chain cleans up behind itself.
var plan = Image.Pull("debian:bookworm-slim")
    .Run("sleep", "infinity")
    .Exec("sh", "-c", "echo hello from LINQPad > /greeting")
    .Commit("linqpad-my:0.1");

_ = plan.Dump("what it will do");    // draws the steps, and runs none

var image = await plan.ExecuteAsync(QueryCancelToken);
image.Dump("what it made");

(await Image.Local("linqpad-my:0.1").Run("cat", "/greeting").ToCompletion().ExecuteAsync(QueryCancelToken)).Dump("what is in it");

await image.RemoveAsync(QueryCancelToken);

<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// A plan with four steps. LINQPad's stop button cancels QueryCancelToken; the plan then removes what it created.
var plan = Image.Pull("debian:bookworm-slim")
    .Run("sleep", "infinity")
    .Exec("sh", "-c", "echo hello from LINQPad > /greeting")
    .Commit("linqpad-my:0.1");

_ = plan.Dump("steps of the plan");    // does not run the plan

var image = await plan.ExecuteAsync(QueryCancelToken);
image.Dump("new image");

(await Image.Local("linqpad-my:0.1").Run("cat", "/greeting").ToCompletion().ExecuteAsync(QueryCancelToken)).Dump("content of /greeting");

await image.RemoveAsync(QueryCancelToken);

# What a Ruby program does with service discovery: prints a line of JSON for each step.
require 'json'
require 'kubeclient'

NAMESPACE = 'default'
url = ARGV[0]

def tell(step, value)
  puts JSON.generate(step: step, value: value)
  $stdout.flush
end

def resource(fields)
  Kubeclient::Resource.new(fields)
end

def wait_for(watcher)
  watcher.each do |event|
    found = yield event.object
    next unless found

    watcher.finish
    return found
  end
end

core = Kubeclient::Client.new("#{url}/api", 'v1')
discovery = Kubeclient::Client.new("#{url}/apis/discovery.k8s.io", 'v1')

tell 'nodes', core.get_nodes.map { |node| node.metadata.name }
core.create_service(resource(metadata: { name: 'web', namespace: NAMESPACE },
                             spec: { selector: { app: 'web' }, ports: [{ port: 80 }] }))
core.create_pod(resource(metadata: { name: 'web', namespace: NAMESPACE, labels: { app: 'web' } },
                         spec: { containers: [{ name: 'web', image: 'nginx' }] }))
pods = core.watch_pods(namespace: NAMESPACE, label_selector: 'app=web')
tell 'phase', wait_for(pods) { |pod| pod.status.phase == 'Running' && pod.status.phase }
slices = discovery.watch_endpoint_slices(namespace: NAMESPACE, label_selector: 'kubernetes.io/service-name=web')
tell 'endpoint', wait_for(slices) { |slice| slice.endpoints&.first&.targetRef&.name }

tell 'patch', core.patch_service('web', { metadata: { labels: { a: 'b' } } }, NAMESPACE).metadata.labels.to_h
service = core.get_service('web', NAMESPACE)
service.metadata.annotations = { x: 'y' }
tell 'update', core.update_service(service).metadata.annotations.to_h
service.metadata.annotations = { x: 'z' }
begin
  core.update_service(service)
rescue Kubeclient::HttpError => e
  tell 'stale update', e.error_code
end
tell 'first page', core.get_services(namespace: NAMESPACE, limit: 1).map { |item| item.metadata.name }
core.delete_service('web', NAMESPACE)
begin
  core.get_service('web', NAMESPACE)
rescue Kubeclient::ResourceNotFoundError => e
  tell 'deleted', e.message
end
